package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Puts what happened to memberships into the words of the contract, and into the outbox. */
@Component
class MemberEventPublisher {

    private static final String TOPIC = "meridian.membership.member";
    private static final String ENROLLED = "meridian.membership.member.enrolled.v1";
    private static final String MERGED = "meridian.membership.member.merged.v1";

    private final Outbox outbox;
    private final TimeOrderedIds ids;

    MemberEventPublisher(Outbox outbox, TimeOrderedIds ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    void publish(List<MemberEvent> events) {
        if (!events.isEmpty()) {
            outbox.appendAll(events.stream().map(this::translate).toList());
        }
    }

    private OutgoingEvent translate(MemberEvent event) {
        return switch (event) {
            case MemberEvent.Enrolled(Member member) ->
                outgoing(
                        ENROLLED,
                        member.customer(),
                        member.enrolledAt(),
                        new EnrolledV1(
                                member.id().value(),
                                member.customer().value(),
                                member.program().value(),
                                member.enrolledAt()));
            case MemberEvent.Absorbed absorbed ->
                outgoing(
                        MERGED,
                        absorbed.survivor().customer(),
                        absorbed.mergedAt(),
                        new MergedV1(
                                absorbed.mergeId(),
                                absorbed.program().value(),
                                absorbed.survivor().id().value(),
                                absorbed.absorbed().value(),
                                absorbed.mergedAt()));
        };
    }

    private OutgoingEvent outgoing(String type, CustomerId customer, Instant time, Object data) {
        return new OutgoingEvent(TOPIC, type, ids.next(), customer.value().toString(), time, null, data);
    }

    private record EnrolledV1(UUID memberId, UUID customerId, String program, Instant enrolledAt) {}

    private record MergedV1(
            UUID mergeId, String program, UUID survivorMemberId, UUID absorbedMemberId, Instant mergedAt) {}
}
