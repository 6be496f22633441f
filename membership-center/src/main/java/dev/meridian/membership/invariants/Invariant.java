package dev.meridian.membership.invariants;

import java.util.Locale;

/** What is true of the ledger at any time, as long as nobody changes rows behind its back. */
enum Invariant {
    /** A member account's balance is credits minus debits. */
    BALANCE_EQUALS_POSTINGS,
    /** It is also the sum of what remains in its lots. */
    BALANCE_EQUALS_OPEN_LOTS,
    /** What is gone from a lot is the sum of its uses. */
    LOT_EQUALS_ITS_USES,
    /** What leaves a member account was taken from its lots. */
    DEBIT_EQUALS_LOT_USES,
    /** Nothing is held without a hold. */
    HELD_EQUALS_HOLDS,
    /** Both accounts of a posting exist and have its currency, and member accounts have a balance. */
    POSTING_NAMES_ITS_ACCOUNTS,
    /** Every transaction has postings, every posting a transaction. */
    TRANSACTION_HAS_POSTINGS,
    /** What members have is what was issued, per currency. */
    MEMBER_SIDE_EQUALS_ISSUED,
    /** Each posting's balance follows from the one before it. */
    BALANCE_AFTER_IS_THE_RUNNING_SUM,
    /** Every earning has its decision, its lot, its origin and the same points everywhere. */
    EARNING_EQUALS_ITS_DECISION,
    /** A member that was merged away has no balance. */
    MERGED_MEMBER_HOLDS_NOTHING;

    /** As it is told: lower-case, with underscores. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
