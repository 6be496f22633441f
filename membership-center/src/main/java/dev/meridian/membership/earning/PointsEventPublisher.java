package dev.meridian.membership.earning;

import dev.meridian.membership.ledger.PointsCredit;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Puts what was earned into the words of the contract, and into the outbox. */
@Component
class PointsEventPublisher {

    private static final String TOPIC = "meridian.membership.points";
    private static final String EARNED = "meridian.membership.points.earned.v1";

    private final Outbox outbox;
    private final TimeOrderedIds ids;

    PointsEventPublisher(Outbox outbox, TimeOrderedIds ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    void publish(List<EarningDecision> decisions) {
        List<OutgoingEvent> events = decisions.stream()
                .flatMap(decision -> switch (decision.outcome()) {
                    case EarningOutcome.Earned earned -> Stream.of(translate(earned));
                    case EarningOutcome.Declined ignored -> Stream.<OutgoingEvent>empty();
                })
                .toList();
        if (!events.isEmpty()) {
            outbox.appendAll(events);
        }
    }

    /** A fact of the brand that issued the points, ordered with the customer's other facts. */
    private OutgoingEvent translate(EarningOutcome.Earned earned) {
        PointsCredit credit = earned.credit();
        UUID customer = credit.member().customer().value();
        return new OutgoingEvent(
                TOPIC,
                EARNED,
                ids.next(),
                customer.toString(),
                credit.postedAt(),
                credit.brand(),
                new EarnedV1(
                        credit.transactionId(),
                        credit.member().id().value(),
                        customer,
                        credit.member().program().value(),
                        credit.currency(),
                        credit.points(),
                        earned.balanceAfter(),
                        credit.brand().key(),
                        credit.cause().id(),
                        credit.occurredAt(),
                        credit.postedAt()));
    }

    private record EarnedV1(
            UUID transactionId,
            UUID memberId,
            UUID customerId,
            String program,
            String currency,
            long points,
            long balanceAfter,
            String brand,
            String orderId,
            Instant occurredAt,
            Instant postedAt) {}
}
