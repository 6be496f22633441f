package dev.meridian.tag.evaluation;

import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.rules.Timeline;
import dev.meridian.tag.segments.LiveSegment;
import java.time.Instant;
import java.util.List;

/**
 * What a segment's rule says of a customer, on each occasion there was to ask.
 *
 * @param steps one or more, earliest first
 */
record Answer(LiveSegment segment, CustomerId customer, List<Step> steps) {

    Answer {
        steps = List.copyOf(steps);
    }

    /**
     * What it said on one occasion.
     *
     * @param at the instant looked at
     * @param cause why
     * @param timeline the answer over all time, on what was known then
     */
    record Step(Instant at, Cause cause, Timeline timeline) {}
}
