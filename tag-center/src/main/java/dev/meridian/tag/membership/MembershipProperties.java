package dev.meridian.tag.membership;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often membership looks for work.
 *
 * @param sweepEvery how long to rest before looking again for customers whose answers fell due
 * @param backfillEvery how long to rest before looking again for publications
 */
@ConfigurationProperties("meridian.tag")
record MembershipProperties(
        @DefaultValue("1s") Duration sweepEvery,
        @DefaultValue("200ms") Duration backfillEvery) {}
