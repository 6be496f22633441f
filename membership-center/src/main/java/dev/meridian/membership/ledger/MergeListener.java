package dev.meridian.membership.ledger;

import dev.meridian.membership.enrolment.MemberEvent;
import dev.meridian.membership.programs.Programs;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Moves the balances of a membership that is absorbed, in the transaction that absorbs it. */
@Component
class MergeListener {

    private final JdbcTransfers transfers;
    private final Programs programs;
    private final Clock clock;

    MergeListener(JdbcTransfers transfers, Programs programs, Clock clock) {
        this.transfers = transfers;
        this.programs = programs;
        this.clock = clock;
    }

    @EventListener
    void move(MemberEvent.Absorbed event) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        transfers.move(new Transfer(
                event.mergeId(),
                event.program(),
                event.absorbed(),
                event.survivor().id(),
                event.mergedAt(),
                now,
                programs.find(event.program()).orElseThrow().day(now)));
    }
}
