package dev.meridian.membership.invariants;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A proof of the ledger, portion by portion, and where it stands.
 *
 * @param afterNumber the account or posting up to which the phase has come
 * @param afterId the transaction up to which the phase has come
 * @param fromPosting the posting after which an incremental run begins; 0 for a full one
 * @param lastAccount the last account when it began; later ones are the next run's
 * @param lastPosting the last posting when it began
 * @param portion how many rows the next portion has
 * @param skipped rows that could not be checked in the time a statement has
 */
record InvariantRun(
        UUID id,
        Mode mode,
        Phase phase,
        long afterNumber,
        @Nullable UUID afterId,
        long fromPosting,
        long lastAccount,
        long lastPosting,
        int portion,
        long accounts,
        long postings,
        long transactions,
        long skipped,
        Instant startedAt,
        @Nullable Instant finishedAt) {

    static final int LARGEST_PORTION = 2_000;

    /** What a run looks at. */
    enum Mode {
        /** Everything. */
        FULL,
        /** What was posted since the last run, and the accounts it touched. */
        INCREMENTAL;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a run is at. */
    enum Phase {
        ACCOUNTS,
        POSTINGS,
        TRANSACTIONS,
        DONE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    InvariantRun enter(Phase next) {
        return with(
                next,
                next == Phase.POSTINGS ? fromPosting : 0,
                null,
                portion,
                accounts,
                postings,
                transactions,
                skipped);
    }

    InvariantRun checkedAccounts(long last, int count) {
        return with(phase, last, null, larger(), accounts + count, postings, transactions, skipped);
    }

    InvariantRun checkedPostings(long last, int touchedAccounts, int touchedTransactions) {
        return with(
                phase,
                last,
                null,
                larger(),
                accounts + touchedAccounts,
                postings + last - afterNumber,
                transactions + touchedTransactions,
                skipped);
    }

    InvariantRun checkedTransactions(UUID last, int count) {
        return with(phase, 0, last, larger(), accounts, postings, transactions + count, skipped);
    }

    InvariantRun smaller() {
        return with(phase, afterNumber, afterId, Math.max(1, portion / 4), accounts, postings, transactions, skipped);
    }

    InvariantRun skipping(long number, @Nullable UUID transaction) {
        return with(phase, number, transaction, portion, accounts, postings, transactions, skipped + 1);
    }

    /** Something that an earlier run had left could not be checked this time either. */
    InvariantRun skippingAgain() {
        return with(phase, afterNumber, afterId, portion, accounts, postings, transactions, skipped + 1);
    }

    private int larger() {
        return Math.min(LARGEST_PORTION, portion * 2);
    }

    private InvariantRun with(
            Phase nextPhase,
            long nextNumber,
            @Nullable UUID nextId,
            int nextPortion,
            long nextAccounts,
            long nextPostings,
            long nextTransactions,
            long nextSkipped) {
        return new InvariantRun(
                id,
                mode,
                nextPhase,
                nextNumber,
                nextId,
                fromPosting,
                lastAccount,
                lastPosting,
                nextPortion,
                nextAccounts,
                nextPostings,
                nextTransactions,
                nextSkipped,
                startedAt,
                finishedAt);
    }
}
