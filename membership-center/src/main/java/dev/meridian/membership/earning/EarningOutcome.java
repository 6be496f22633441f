package dev.meridian.membership.earning;

import dev.meridian.membership.ledger.PointsCredit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an interaction earned by a rule. */
public sealed interface EarningOutcome {

    /** Points, which are posted. */
    record Earned(PointsCredit credit, long balanceAfter) implements EarningOutcome {}

    /**
     * Nothing.
     *
     * @param reason why
     * @param earlier the transaction in which the order earned before, where that is the reason
     */
    record Declined(DeclineReason reason, @Nullable UUID earlier) implements EarningOutcome {}
}
