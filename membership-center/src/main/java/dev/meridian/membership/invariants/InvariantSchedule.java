package dev.meridian.membership.invariants;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Goes on with the run that is under way, and starts one when the last is old. */
@Component
class InvariantSchedule {

    private static final Logger LOG = LoggerFactory.getLogger(InvariantSchedule.class);
    private static final int MOST_PORTIONS = 1_000;

    private final LedgerInvariants invariants;
    private final Clock clock;
    private final Duration every;

    InvariantSchedule(
            LedgerInvariants invariants, Clock clock, @Value("${meridian.membership.prove-every:1h}") Duration every) {
        this.invariants = invariants;
        this.clock = clock;
        this.every = every;
    }

    @Scheduled(fixedDelayString = "${meridian.membership.prove-poll-every:1s}")
    void work() {
        try {
            LedgerInvariants.Report report = invariants.report();
            Instant due = clock.instant().minus(every);
            if (report.underWay().isEmpty()
                    && report.finished()
                            .map(run -> run.startedAt().isBefore(due))
                            .orElse(true)) {
                report = new LedgerInvariants.Report(
                        report.finished(),
                        report.findings(),
                        Optional.of(
                                invariants.start(InvariantRun.Mode.INCREMENTAL).run()));
            }
            if (report.underWay().isPresent()) {
                for (int portion = 0; portion < MOST_PORTIONS && invariants.step(); portion++) {
                    // Each step is a transaction of its own.
                }
                tell();
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .log("the proof of the ledger was interrupted and goes on later");
        }
    }

    private void tell() {
        LedgerInvariants.Report report = invariants.report();
        if (!report.findings().isEmpty()) {
            LOG.atError()
                    .addKeyValue("violations", report.findings().toString())
                    .log("the ledger contradicts itself");
        }
    }
}
