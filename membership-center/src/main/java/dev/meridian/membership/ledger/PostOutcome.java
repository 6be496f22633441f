package dev.meridian.membership.ledger;

import java.util.UUID;

/** What came of posting a credit. */
public sealed interface PostOutcome {

    /** It is in the ledger; the member's account stands at the balance. */
    record Posted(long balanceAfter) implements PostOutcome {}

    /** Its business key was posted before, by this transaction. */
    record PostedBefore(UUID transactionId) implements PostOutcome {}
}
