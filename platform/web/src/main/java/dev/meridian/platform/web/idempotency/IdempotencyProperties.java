package dev.meridian.platform.web.idempotency;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long answers can be given again, and which requests need no such thing.
 *
 * @param keysKeptFor how long a stored answer is replayed
 * @param sweepEvery how often expired answers are deleted
 * @param keysReservedFor when a call that waits counts as lost and may run again; longer than any of them takes
 * @param readsByPost exact paths whose POST changes nothing, so that an {@code Idempotency-Key} means nothing there
 * @param writesThatWait path patterns of writes that wait for other servers: with an {@code Idempotency-Key} they hold no
 *     transaction meanwhile, and are repeated harmlessly
 */
@ConfigurationProperties("meridian.web.idempotency")
record IdempotencyProperties(
        @DefaultValue("30d") Duration keysKeptFor,
        @DefaultValue("10m") Duration sweepEvery,
        @DefaultValue("1m") Duration keysReservedFor,
        @DefaultValue Set<String> readsByPost,
        @DefaultValue Set<String> writesThatWait) {

    IdempotencyProperties {
        readsByPost = Set.copyOf(readsByPost);
        writesThatWait = Set.copyOf(writesThatWait);
    }
}
