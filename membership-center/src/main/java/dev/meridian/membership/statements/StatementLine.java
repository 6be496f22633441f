package dev.meridian.membership.statements;

import dev.meridian.membership.ledger.Cause;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One line of a member's statement. */
public sealed interface StatementLine {

    /** Where the line stands among those the same caller is shown; the next page begins below it. */
    List<String> position();

    /**
     * A transaction the caller may know of.
     *
     * @param kind {@code earn}, {@code transfer} or {@code expire}
     * @param points positive where the balance grew, negative where it shrank
     * @param brand who caused it; null where nobody's brand did
     * @param causeType what kind of thing caused it
     * @param causeId which one
     */
    record Entry(
            List<String> position,
            UUID transactionId,
            String kind,
            String currency,
            long points,
            long balanceAfter,
            Instant occurredAt,
            Instant postedAt,
            @Nullable String brand,
            Cause.Type causeType,
            @Nullable String causeId)
            implements StatementLine {}

    /**
     * What everything that is not the caller's brand's affair comes to on one day of the programme. It stands above the
     * brand's own lines of that day, so that their balances do not tell when the others were entered.
     */
    record OthersOfDay(List<String> position, String currency, long points, long balanceAfter, LocalDate day)
            implements StatementLine {}
}
