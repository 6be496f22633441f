package dev.meridian.tag.segments;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** A segment, by an id that never leaves this center: outside it is known by scope and key. */
public record SegmentId(UUID value) implements TypedId {}
