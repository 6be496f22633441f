package dev.meridian.tag.members;

import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.rules.Timeline;
import dev.meridian.tag.segments.LiveSegment;
import java.time.Instant;

/**
 * What a segment's rule says of a customer.
 *
 * @param timeline its answer over all time
 * @param from the instant judged at: now, or the earlier instant at which the answer fell due
 * @param cause what the judgement was made for
 */
record Verdict(LiveSegment segment, CustomerId customer, Timeline timeline, Instant from, Cause cause) {}
