package dev.meridian.tag.evaluation;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.background.RepeatedWork;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.segments.LiveSegments;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wakes customers at the instants at which their answers change by time alone. Several instances share the work: each
 * takes customers that nobody holds. A customer who cannot be evaluated is left for later and holds up nobody else.
 */
@Component
class DueSweep implements RepeatedWork {

    private static final Logger LOG = LoggerFactory.getLogger(DueSweep.class);
    private static final int OF_EACH_SEGMENT = 200;
    private static final int MOST_BATCHES = 500;
    private static final Duration POSTPONED = Duration.ofMinutes(1);

    private final JdbcMembers members;
    private final Customers customers;
    private final LiveSegments segments;
    private final DueAnswers due;
    private final TransactionTemplate transaction;
    private final EvaluationProperties properties;
    private final Clock clock;

    DueSweep(
            JdbcMembers members,
            Customers customers,
            LiveSegments segments,
            DueAnswers due,
            TransactionTemplate transaction,
            EvaluationProperties properties,
            Clock clock) {
        this.members = members;
        this.customers = customers;
        this.segments = segments;
        this.due = due;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "due-sweep";
    }

    @Override
    public Duration pause() {
        return properties.sweepEvery();
    }

    @Override
    public void once() {
        sweep();
    }

    /** Looks at everything that has fallen due by now. */
    void sweep() {
        for (int batch = 0; batch < MOST_BATCHES && !Thread.currentThread().isInterrupted() && sweepBatch(); batch++) {
            // Each batch is a transaction of its own, so that locks are short.
        }
    }

    /** @return whether more may be due */
    private boolean sweepBatch() {
        Instant now = Moments.toMicros(clock.instant());
        Batch batch = new Batch();
        try {
            inTransaction(() -> {
                batch.customers = members.lockDue(segments.current(), now, OF_EACH_SEGMENT);
                due.settle(batch.customers, now);
            });
        } catch (RuntimeException e) {
            if (batch.customers.isEmpty()) {
                throw e;
            }
            LOG.atInfo()
                    .addKeyValue("customers", batch.customers.size())
                    .addKeyValue("failure", e.getClass().getName())
                    .log("Due customers could not be evaluated together and are taken in halves");
            sweepAgain(List.copyOf(batch.customers), now);
        }
        return !batch.customers.isEmpty();
    }

    /** Whom a batch took, known also when it fails. */
    private static final class Batch {
        Set<ScopedCustomer> customers = Set.of();
    }

    /** Tries again, and finds out in few steps who cannot be evaluated: everyone else is not to wait for that. */
    private void sweepAgain(List<ScopedCustomer> failed, Instant now) {
        try {
            inTransaction(() -> due.settle(customers.lockFree(failed), now));
        } catch (RuntimeException e) {
            if (failed.size() == 1) {
                LOG.atError()
                        .addKeyValue("customerId", failed.getFirst().id())
                        .setCause(e)
                        .log("A due customer could not be evaluated; it is tried again later");
                inTransaction(() -> members.postpone(failed.getFirst(), now, now.plus(POSTPONED)));
            } else {
                int middle = failed.size() / 2;
                sweepAgain(failed.subList(0, middle), now);
                sweepAgain(failed.subList(middle, failed.size()), now);
            }
        }
    }

    private void inTransaction(Runnable work) {
        ActiveBrandScope.run(BrandScope.group(), () -> transaction.executeWithoutResult(_ -> work.run()));
    }
}
