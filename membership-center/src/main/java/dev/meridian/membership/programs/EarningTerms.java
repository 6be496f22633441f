package dev.meridian.membership.programs;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says. Fractions of a point are dropped.
 *
 * @param eventType type of the interaction that earns, such as {@code order.paid}
 * @param amountProperty property of the interaction that holds the amount, in whole currency units
 * @param pointsPerUnit points for one whole unit of the amount, not negative
 * @param minimumAmount smaller amounts earn nothing; null without such a limit
 * @param maximumPoints the most one order earns; null without such a limit
 * @param validity how long the points can be used; null without end
 */
public record EarningTerms(
        String eventType,
        String amountProperty,
        BigDecimal pointsPerUnit,
        @Nullable BigDecimal minimumAmount,
        @Nullable Long maximumPoints,
        @Nullable Period validity) {

    public EarningTerms {
        pointsPerUnit = canonical(pointsPerUnit);
        minimumAmount = minimumAmount == null ? null : canonical(minimumAmount);
    }

    /**
     * When points that are posted now end: at the end of the day, where the programme's days end, on which the validity
     * is over. Empty when they do not end.
     */
    public Optional<Instant> expiry(Instant postedAt, ZoneId zone) {
        return Optional.ofNullable(validity)
                .map(period -> LocalDate.ofInstant(postedAt, zone)
                        .plus(period)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant());
    }

    /** Equal numbers in one form, so that the same terms are equal. */
    private static BigDecimal canonical(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
