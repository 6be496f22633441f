package dev.meridian.membership.earning;

import dev.meridian.membership.programs.EarningTerms;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What the terms of a rule make of an amount. */
sealed interface CalculatedPoints {

    /** More digits before the point than any amount of money has; it keeps hostile exponents out of the arithmetic. */
    int LONGEST_AMOUNT = 15;

    int SMALLEST_AMOUNT = -12;
    BigDecimal MOST_POINTS = BigDecimal.valueOf(1_000_000_000_000L);

    /** So many points, at least one. */
    record Points(long points) implements CalculatedPoints {}

    /** No points, and why. */
    record None(DeclineReason reason) implements CalculatedPoints {}

    /** Multiplies, drops fractions of a point and keeps the limits. */
    static CalculatedPoints of(EarningTerms terms, BigDecimal amount) {
        if (amount.signum() <= 0) {
            return new None(DeclineReason.AMOUNT_NOT_POSITIVE);
        }
        long digitsBeforePoint = (long) amount.precision() - amount.scale();
        if (digitsBeforePoint > LONGEST_AMOUNT) {
            return new None(DeclineReason.AMOUNT_OUT_OF_RANGE);
        }
        BigDecimal minimum = terms.minimumAmount();
        if (minimum != null && amount.compareTo(minimum) < 0) {
            return new None(DeclineReason.BELOW_MINIMUM);
        }
        if (digitsBeforePoint < SMALLEST_AMOUNT) {
            return new None(DeclineReason.ROUNDS_TO_ZERO);
        }
        return capped(terms, amount.multiply(terms.pointsPerUnit()).setScale(0, RoundingMode.FLOOR));
    }

    private static CalculatedPoints capped(EarningTerms terms, BigDecimal points) {
        Long maximum = terms.maximumPoints();
        BigDecimal capped = maximum == null ? points : points.min(BigDecimal.valueOf(maximum));
        if (capped.signum() == 0) {
            return new None(DeclineReason.ROUNDS_TO_ZERO);
        }
        return capped.compareTo(MOST_POINTS) > 0
                ? new None(DeclineReason.AMOUNT_OUT_OF_RANGE)
                : new Points(capped.longValueExact());
    }
}
