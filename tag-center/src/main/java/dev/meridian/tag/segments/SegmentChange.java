package dev.meridian.tag.segments;

/** What came of putting a segment in force, pausing it, or taking it out of use. */
public sealed interface SegmentChange {

    /** It is so now, or was already. */
    record Done(Segment segment) implements SegmentChange {}

    /** The scope has no such segment of its own. */
    record Unknown() implements SegmentChange {}

    /** In the state it is in, that cannot be done; nothing was changed. */
    record Refused(SegmentProblem reason) implements SegmentChange {}
}
