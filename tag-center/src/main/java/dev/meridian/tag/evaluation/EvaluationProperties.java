package dev.meridian.tag.evaluation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often evaluation looks for work.
 *
 * @param sweepEvery how long to rest before looking again for customers whose answers fell due
 * @param backfillEvery how long to rest before looking again for publications
 */
@ConfigurationProperties("meridian.tag")
record EvaluationProperties(
        @DefaultValue("1s") Duration sweepEvery,
        @DefaultValue("200ms") Duration backfillEvery) {}
