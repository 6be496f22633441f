package dev.meridian.tag.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.segments.SegmentId;
import dev.meridian.tag.segments.SegmentKey;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer entered a segment, or left it.
 *
 * @param id also the id of the event that tells of it
 * @param customer the customer in the eyes of the segment's scope: of a brand's segment, the brand's own
 * @param version the version of the segment that decided
 */
record Transition(
        UUID id,
        SegmentId segment,
        SegmentKey key,
        BrandScope scope,
        int version,
        CustomerId customer,
        boolean in,
        Instant at,
        Cause cause) {

    private static final String TOPIC = "meridian.tag.membership";
    private static final String ENTERED = "meridian.tag.segment.entered.v1";
    private static final String EXITED = "meridian.tag.segment.exited.v1";

    String direction() {
        return in ? "in" : "out";
    }

    OutgoingEvent event() {
        MembershipChanged data = new MembershipChanged(
                id,
                key.value(),
                scope.databaseValue(),
                version,
                customer.value(),
                at,
                MembershipChanged.Reason.from(cause));
        Brand brand = scope instanceof BrandScope.OneBrand(Brand one) ? one : null;
        return new OutgoingEvent(TOPIC, in ? ENTERED : EXITED, id, customer.toString(), at, brand, data);
    }

    /** The event on the wire. */
    record MembershipChanged(
            UUID transitionId,
            String segmentKey,
            String scope,
            int version,
            UUID customerId,
            Instant at,
            Reason cause) {

        @JsonInclude(JsonInclude.Include.NON_NULL)
        record Reason(String kind, @Nullable UUID id) {

            static Reason from(Cause cause) {
                return new Reason(cause.kind().written(), cause.id());
            }
        }
    }
}
