package dev.meridian.tag.segments;

import org.jspecify.annotations.Nullable;

/**
 * The body of a put.
 *
 * @param rule the rule as plain JSON, which the parser reads
 */
record SegmentRequest(@Nullable String name, @Nullable Object rule) {}
