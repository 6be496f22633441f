package dev.meridian.membership.points;

import dev.meridian.membership.programs.NoPoints;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an interaction earned by a rule. */
public sealed interface EarnOutcome {

    /** Points, which are posted. */
    record Earned(Earning earning, long balanceAfter) implements EarnOutcome {}

    /**
     * Nothing.
     *
     * @param reason why
     * @param earlier the transaction in which the order earned before, where that is the reason
     */
    record Declined(NoPoints reason, @Nullable UUID earlier) implements EarnOutcome {}
}
