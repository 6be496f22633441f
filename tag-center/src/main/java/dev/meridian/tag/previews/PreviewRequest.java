package dev.meridian.tag.previews;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The body of a preview.
 *
 * @param rule the rule as plain JSON, which the parser reads
 */
record PreviewRequest(
        @Nullable Object rule,
        @Nullable Instant asOf,
        @Nullable Boolean exact) {}
