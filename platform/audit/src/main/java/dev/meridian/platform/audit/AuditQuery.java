package dev.meridian.platform.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted, newest first; what is null does not matter.
 *
 * @param readerBrand the brand that asks; null where the group does
 * @param brand of this chain
 * @param subject about this
 * @param action of this kind
 * @param client done through this API client
 * @param from not before
 * @param to before
 * @param after only those behind this place
 */
record AuditQuery(
        @Nullable String readerBrand,
        @Nullable String brand,
        @Nullable String subject,
        @Nullable String action,
        @Nullable String client,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Place after) {

    /** Where a page ended. */
    record Place(Instant recordedAt, String brand, long position) {}
}
