package dev.meridian.tag.evaluation;

import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.segments.LiveSegment;
import java.time.Instant;

/**
 * When and why a customer is to be evaluated by a segment's rule.
 *
 * @param customer one of the segment's scope
 * @param at the instant to look at: when something became known, or when the answer fell due
 */
record Occasion(LiveSegment segment, CustomerId customer, Instant at, Cause cause) {

    /** The customer, with the scope in whose eyes it is one. */
    ScopedCustomer scoped() {
        return new ScopedCustomer(segment.scope(), customer);
    }
}
