package dev.meridian.membership.invariants;

import java.util.UUID;

/**
 * Something that a proof could not check in the time a statement has, and that the next one looks at first.
 *
 * @param subject what it is
 * @param number the account or posting; 0 for a transaction
 * @param id the transaction; all zeros for the others
 */
record Postponed(Invariant.Subject subject, long number, UUID id) {

    private static final UUID NONE = new UUID(0, 0);

    static Postponed account(long account) {
        return new Postponed(Invariant.Subject.ACCOUNTS, account, NONE);
    }

    static Postponed posting(long posting) {
        return new Postponed(Invariant.Subject.POSTINGS, posting, NONE);
    }

    static Postponed transaction(UUID transaction) {
        return new Postponed(Invariant.Subject.TRANSACTIONS, 0, transaction);
    }
}
