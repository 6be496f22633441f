package dev.meridian.platform.web.requests;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How large requests may be.
 *
 * @param bodyLimit the largest request body
 * @param bodyLimits larger or smaller limits by exact path
 * @param bodiesAtOnce how much the bodies may be together that are worked on at the same time; a part of the heap unless
 *     it is said, since a body becomes many times as large while it is read
 */
@ConfigurationProperties("meridian.web")
record RequestProperties(
        @DefaultValue("1MB") DataSize bodyLimit,
        @DefaultValue Map<String, DataSize> bodyLimits,
        @Nullable DataSize bodiesAtOnce) {

    private static final int PART_OF_HEAP = 16;

    RequestProperties {
        bodyLimits = Map.copyOf(bodyLimits);
    }

    /** How large the body at a path may be. */
    long limitAt(String path) {
        return bodyLimits.getOrDefault(path, bodyLimit).toBytes();
    }

    /** How much all bodies together may be; never less than the largest single one. */
    long budget() {
        long told = bodiesAtOnce == null ? Runtime.getRuntime().maxMemory() / PART_OF_HEAP : bodiesAtOnce.toBytes();
        long largest =
                bodyLimits.values().stream().mapToLong(DataSize::toBytes).max().orElse(0);
        return Math.max(told, Math.max(largest, bodyLimit.toBytes()));
    }
}
