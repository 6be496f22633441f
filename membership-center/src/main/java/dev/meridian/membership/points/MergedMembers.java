package dev.meridian.membership.points;

import dev.meridian.membership.enrolment.MemberEvent;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Moves the balances of a membership that is absorbed, in the transaction that absorbs it. */
@Component
class MergedMembers {

    private final Ledger ledger;
    private final Clock clock;

    MergedMembers(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    @EventListener
    void move(MemberEvent.Absorbed event) {
        ledger.transfer(new Transfer(
                event.mergeId(),
                event.program(),
                event.absorbed(),
                event.survivor().id(),
                event.mergedAt(),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
