package dev.meridian.membership.ledger;

import dev.meridian.membership.enrolment.MemberEvent;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Moves the balances of a membership that is absorbed, in the transaction that absorbs it. */
@Component
class MergeListener {

    private final JdbcTransfers transfers;
    private final Clock clock;

    MergeListener(JdbcTransfers transfers, Clock clock) {
        this.transfers = transfers;
        this.clock = clock;
    }

    @EventListener
    void move(MemberEvent.Absorbed event) {
        transfers.move(new Transfer(
                event.mergeId(),
                event.program(),
                event.absorbed(),
                event.survivor().id(),
                event.mergedAt(),
                clock.instant().truncatedTo(ChronoUnit.MICROS)));
    }
}
