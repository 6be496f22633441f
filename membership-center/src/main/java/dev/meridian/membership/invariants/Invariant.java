package dev.meridian.membership.invariants;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is true of the ledger at any time, as long as nobody changes rows behind its back. */
enum Invariant {
    /** A member account's balance is credits minus debits. */
    BALANCE_EQUALS_POSTINGS(Subject.ACCOUNTS),
    /** It is also the sum of what remains in its lots. */
    BALANCE_EQUALS_OPEN_LOTS(Subject.ACCOUNTS),
    /** What is gone from a lot is the sum of its uses. */
    LOT_EQUALS_ITS_USES(Subject.ACCOUNTS),
    /** What leaves a member account was taken from its lots. */
    DEBIT_EQUALS_LOT_USES(Subject.ACCOUNTS),
    /** Nothing is held without a hold. */
    HELD_EQUALS_HOLDS(Subject.ACCOUNTS),
    /** Both accounts of a posting exist and have its currency, and member accounts have a balance. */
    POSTING_NAMES_ITS_ACCOUNTS(Subject.POSTINGS),
    /** Every transaction has postings, every posting a transaction. */
    TRANSACTION_HAS_POSTINGS(Subject.TRANSACTIONS),
    /** What the members of a portion have is what was issued or moved to them, per currency. */
    MEMBER_SIDE_EQUALS_ISSUED(Subject.ACCOUNTS),
    /** Each posting's balance follows from the one before it. */
    BALANCE_AFTER_IS_THE_RUNNING_SUM(Subject.ACCOUNTS),
    /** The days of an account come to its balance. */
    DAYS_EQUAL_POSTINGS(Subject.ACCOUNTS),
    /** Every earning has its decision, its lot, its origin and the same points everywhere. */
    EARNING_EQUALS_ITS_DECISION(Subject.TRANSACTIONS),
    /** A member that was merged away has no balance. */
    MERGED_MEMBER_HOLDS_NOTHING(Subject.ACCOUNTS);

    private final Subject subject;

    Invariant(Subject subject) {
        this.subject = subject;
    }

    /** Those that are checked portion by portion of a kind of rows. */
    static List<Invariant> of(Subject subject) {
        return Arrays.stream(values())
                .filter(invariant -> invariant.subject == subject)
                .toList();
    }

    /** The rows of which an invariant is said. */
    enum Subject {
        ACCOUNTS,
        POSTINGS,
        TRANSACTIONS
    }

    /** As it is told: lower-case, with underscores. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
