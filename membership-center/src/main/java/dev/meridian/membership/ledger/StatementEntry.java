package dev.meridian.membership.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of a member's statement.
 *
 * @param position grows with every entry of the ledger
 * @param kind {@code earn} or {@code transfer}
 * @param points positive where the balance grew, negative where it shrank
 * @param brand who caused it; null where that is another brand's affair, or nobody's
 * @param causeType what kind of thing caused it
 * @param causeId which one; null where that is another brand's affair
 */
public record StatementEntry(
        long position,
        UUID transactionId,
        String kind,
        String currency,
        long points,
        long balanceAfter,
        Instant occurredAt,
        Instant postedAt,
        @Nullable String brand,
        Cause.Type causeType,
        @Nullable String causeId) {}
