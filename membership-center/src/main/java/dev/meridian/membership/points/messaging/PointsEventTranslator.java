package dev.meridian.membership.points.messaging;

import dev.meridian.membership.points.EarnOutcome;
import dev.meridian.membership.points.Earning;
import dev.meridian.membership.points.EarningDecision;
import dev.meridian.membership.points.EarningNews;
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
class PointsEventTranslator implements EarningNews {

    private static final String TOPIC = "meridian.membership.points";
    private static final String EARNED = "meridian.membership.points.earned.v1";

    private final Outbox outbox;
    private final TimeOrderedIds ids;

    PointsEventTranslator(Outbox outbox, TimeOrderedIds ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    @Override
    public void tell(List<EarningDecision> decisions) {
        List<OutgoingEvent> events = decisions.stream()
                .flatMap(decision -> switch (decision.outcome()) {
                    case EarnOutcome.Earned earned -> Stream.of(translate(earned));
                    case EarnOutcome.Declined ignored -> Stream.<OutgoingEvent>empty();
                })
                .toList();
        if (!events.isEmpty()) {
            outbox.appendAll(events);
        }
    }

    /** A fact of the brand that issued the points, ordered with the customer's other facts. */
    private OutgoingEvent translate(EarnOutcome.Earned earned) {
        Earning earning = earned.earning();
        UUID customer = earning.member().customer().value();
        return new OutgoingEvent(
                TOPIC,
                EARNED,
                ids.next(),
                customer.toString(),
                earning.postedAt(),
                earning.brand(),
                new EarnedV1(
                        earning.transactionId(),
                        earning.member().id().value(),
                        customer,
                        earning.member().program().value(),
                        earning.currency(),
                        earning.points(),
                        earned.balanceAfter(),
                        earning.brand().key(),
                        earning.cause().id(),
                        earning.occurredAt(),
                        earning.postedAt()));
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
