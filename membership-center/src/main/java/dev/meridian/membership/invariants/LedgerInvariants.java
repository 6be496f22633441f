package dev.meridian.membership.invariants;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Proves the ledger from its rows, a portion at a time: each portion is read in one snapshot, and what was found is kept
 * with how far the proof has come, so that a process that ends in the middle loses a portion and nothing else. What takes
 * longer than a statement may is left to the next run, which looks at it first.
 */
@Component
class LedgerInvariants {

    /** Longer than any transaction can be open: what was in flight when a run began is seen by the next. */
    private static final Duration IN_FLIGHT = Duration.ofMinutes(10);

    private static final Duration KEPT_FOR = Duration.ofDays(90);
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcInvariantRuns runs;
    private final JdbcInvariants checks;
    private final TransactionTemplate snapshot;
    private final TransactionTemplate transaction;
    private final Clock clock;

    LedgerInvariants(
            JdbcInvariantRuns runs, JdbcInvariants checks, PlatformTransactionManager transactions, Clock clock) {
        this.runs = runs;
        this.checks = checks;
        this.snapshot = new TransactionTemplate(transactions);
        this.snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The run that was started, or the one that is under way already. An incremental run without a full one before it is full. */
    Started start(InvariantRun.Mode wanted) {
        return inGroup(transaction, () -> {
            Instant now = now();
            runs.forgetBefore(now.minus(KEPT_FOR));
            long proved = wanted == InvariantRun.Mode.FULL ? 0 : runs.provedBefore(now.minus(IN_FLIGHT));
            InvariantRun.Mode mode = proved == 0 ? InvariantRun.Mode.FULL : wanted;
            boolean added = runs.add(UUID.randomUUID(), mode, proved, now);
            if (added && mode == InvariantRun.Mode.FULL) {
                runs.forgetPostponed();
            }
            return new Started(runs.unfinished().or(runs::lastFinished).orElseThrow(), added);
        });
    }

    /** Checks one portion of the run that is under way; false where there is nothing to do for this process. */
    boolean step() {
        try {
            return inGroup(snapshot, () -> {
                Optional<InvariantRun> claimed = runs.claim();
                claimed.ifPresent(run -> {
                    checks.allowTime();
                    runs.save(next(run), now());
                });
                return claimed.isPresent();
            });
        } catch (QueryTimeoutException e) {
            return inGroup(transaction, () -> {
                Optional<InvariantRun> claimed = runs.claim();
                claimed.ifPresent(run -> runs.save(withoutTime(run), now()));
                return claimed.isPresent();
            });
        }
    }

    /** The last finished run with its findings, and the one that is under way. */
    Report report() {
        return inGroup(transaction, () -> {
            Optional<InvariantRun> finished = runs.lastFinished();
            return new Report(finished, finished.map(runs::findings).orElse(Map.of()), runs.unfinished());
        });
    }

    private InvariantRun next(InvariantRun run) {
        Optional<Postponed> left = runs.postponedBefore(run);
        if (left.isPresent()) {
            check(run, left.get());
            runs.checked(left.get());
            return run;
        }
        return switch (run.phase()) {
            case ACCOUNTS -> accounts(run);
            case POSTINGS -> postings(run);
            case TRANSACTIONS -> transactions(run);
            case DONE -> run;
        };
    }

    private void check(InvariantRun run, Postponed left) {
        switch (left.subject()) {
            case ACCOUNTS -> checkAccounts(run, List.of(left.number()));
            case TRANSACTIONS -> checkTransactions(run, List.of(left.id()));
            case POSTINGS -> {
                long before = left.number() - 1;
                checkPostings(run, before, left.number());
                checkAccounts(run, runs.accountsOfPostings(before, left.number()));
                checkTransactions(run, runs.transactionsOfPostings(before, left.number()));
            }
        }
    }

    private InvariantRun accounts(InvariantRun run) {
        List<Long> ids = runs.accountsAfter(run.afterNumber(), run.lastAccount(), run.portion());
        if (ids.isEmpty()) {
            return run.enter(InvariantRun.Phase.POSTINGS);
        }
        checkAccounts(run, ids);
        return run.checkedAccounts(ids.getLast(), ids.size());
    }

    private InvariantRun postings(InvariantRun run) {
        Optional<Long> end = runs.endOfPostings(run.afterNumber(), run.lastPosting(), run.portion());
        boolean full = run.mode() == InvariantRun.Mode.FULL;
        if (end.isEmpty()) {
            return run.enter(full ? InvariantRun.Phase.TRANSACTIONS : InvariantRun.Phase.DONE);
        }
        long through = end.get();
        checkPostings(run, run.afterNumber(), through);
        if (full) {
            return run.checkedPostings(through, 0, 0);
        }
        List<Long> accounts = runs.accountsOfPostings(run.afterNumber(), through);
        List<UUID> transactions = runs.transactionsOfPostings(run.afterNumber(), through);
        checkAccounts(run, accounts);
        checkTransactions(run, transactions);
        return run.checkedPostings(through, accounts.size(), transactions.size());
    }

    private InvariantRun transactions(InvariantRun run) {
        UUID after = run.afterId();
        List<UUID> ids = runs.transactionsAfter(after == null ? BEFORE_ALL : after, run.portion());
        if (ids.isEmpty()) {
            return run.enter(InvariantRun.Phase.DONE);
        }
        checkTransactions(run, ids);
        return run.checkedTransactions(ids.getLast(), ids.size());
    }

    /** The time was up: with less at once, or without what is too much by itself. */
    private InvariantRun withoutTime(InvariantRun run) {
        Optional<Postponed> left = runs.postponedBefore(run);
        if (left.isPresent()) {
            runs.postpone(run, left.get());
            return run.skippingAgain();
        }
        return run.portion() > 1 ? run.smaller() : skipOne(run);
    }

    private InvariantRun skipOne(InvariantRun run) {
        UUID after = run.afterId();
        return switch (run.phase()) {
            case ACCOUNTS -> {
                long account = runs.accountsAfter(run.afterNumber(), run.lastAccount(), 1)
                        .getFirst();
                runs.postpone(run, Postponed.account(account));
                yield run.skipping(account, null);
            }
            case POSTINGS -> {
                long posting = runs.endOfPostings(run.afterNumber(), run.lastPosting(), 1)
                        .orElse(run.lastPosting());
                runs.postpone(run, Postponed.posting(posting));
                yield run.skipping(posting, null);
            }
            case TRANSACTIONS -> {
                UUID transaction = runs.transactionsAfter(after == null ? BEFORE_ALL : after, 1)
                        .getFirst();
                runs.postpone(run, Postponed.transaction(transaction));
                yield run.skipping(0, transaction);
            }
            case DONE -> run;
        };
    }

    private void checkPostings(InvariantRun run, long after, long through) {
        for (Invariant invariant : Invariant.of(Invariant.Subject.POSTINGS)) {
            runs.addFinding(run, invariant, checks.violationsOfPostings(invariant, after, through));
        }
    }

    private void checkAccounts(InvariantRun run, List<Long> accounts) {
        for (Invariant invariant : Invariant.of(Invariant.Subject.ACCOUNTS)) {
            runs.addFinding(run, invariant, checks.violationsOfAccounts(invariant, accounts));
        }
    }

    private void checkTransactions(InvariantRun run, List<UUID> transactions) {
        for (Invariant invariant : Invariant.of(Invariant.Subject.TRANSACTIONS)) {
            runs.addFinding(run, invariant, checks.violationsOfTransactions(invariant, transactions));
        }
    }

    /** The ledger is everybody's, so its proof is the platform's own work. */
    private static <T> T inGroup(TransactionTemplate template, Supplier<T> work) {
        return ActiveBrandScope.<T, RuntimeException>call(
                BrandScope.group(), () -> template.execute(status -> work.get()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** A run, and whether this call began it. */
    record Started(InvariantRun run, boolean now) {}

    /** What is known of the ledger. */
    record Report(Optional<InvariantRun> finished, Map<String, Long> findings, Optional<InvariantRun> underWay) {}
}
