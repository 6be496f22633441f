package dev.meridian.platform.web;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a center speaks HTTP.
 *
 * @param messageBundles further bundles of problem texts; those named {@code messages/*problems.properties} are found
 *     by themselves
 * @param bodyLimit the largest request body
 * @param bodyLimits larger or smaller limits by exact path
 * @param readsByPost exact paths whose POST changes nothing, so that an {@code Idempotency-Key} means nothing there
 * @param idempotencyKeysKeptFor how long a stored answer is replayed
 * @param idempotencySweepEvery how often expired answers are deleted
 */
@ConfigurationProperties("meridian.web")
record WebProperties(
        @DefaultValue List<String> messageBundles,
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue Map<String, DataSize> bodyLimits,
        @DefaultValue Set<String> readsByPost,
        @DefaultValue("30d") Duration idempotencyKeysKeptFor,
        @DefaultValue("10m") Duration idempotencySweepEvery) {

    WebProperties {
        messageBundles = List.copyOf(messageBundles);
        bodyLimits = Map.copyOf(bodyLimits);
        readsByPost = Set.copyOf(readsByPost);
    }
}
