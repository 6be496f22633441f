package dev.meridian.membership.programs;

import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.math.BigDecimal;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body that puts a rule; checked as a whole, so that a caller learns all faults at once. */
record EarningRuleRequest(
        @Nullable String eventType,
        @Nullable String amountProperty,
        @Nullable BigDecimal pointsPerUnit,
        @Nullable String rounding,
        @Nullable BigDecimal minimumAmount,
        @Nullable Long maximumPoints,
        @Nullable String validity) {

    private static final Pattern EVENT_TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final Pattern PERIOD = Pattern.compile("P(?=\\d)(\\d{1,3}Y)?(\\d{1,4}M)?(\\d{1,4}W)?(\\d{1,5}D)?");
    private static final int LONGEST_NAME = 100;
    private static final int MOST_DECIMALS = 6;
    private static final BigDecimal HIGHEST_RATE = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal HIGHEST_MINIMUM = BigDecimal.valueOf(1_000_000_000_000L);
    private static final long HIGHEST_MAXIMUM = 1_000_000_000;

    /**
     * The terms the body states.
     *
     * @throws ProblemException {@code invalid_request} naming every field that is wrong
     */
    EarningTerms terms() {
        List<FieldError> errors = new ArrayList<>();
        String type = name("/eventType", eventType, errors);
        if (!type.isEmpty() && !EVENT_TYPE.matcher(type).matches()) {
            errors.add(new FieldError("/eventType", "invalid_format"));
        }
        String property = name("/amountProperty", amountProperty, errors);
        BigDecimal rate = pointsPerUnit;
        if (rate == null) {
            errors.add(new FieldError("/pointsPerUnit", "required"));
        } else {
            range("/pointsPerUnit", rate, rate.signum() >= 0, HIGHEST_RATE, errors);
        }
        if (rounding != null && !rounding.equals("floor")) {
            errors.add(new FieldError("/rounding", "unknown_value"));
        }
        if (minimumAmount != null) {
            range("/minimumAmount", minimumAmount, minimumAmount.signum() > 0, HIGHEST_MINIMUM, errors);
        }
        if (maximumPoints != null && (maximumPoints < 1 || maximumPoints > HIGHEST_MAXIMUM)) {
            errors.add(new FieldError("/maximumPoints", "out_of_range", "1.." + HIGHEST_MAXIMUM));
        }
        Period period = period(errors);
        if (rate == null || !errors.isEmpty()) {
            throw new ProblemException(Problem.invalid(StandardProblem.INVALID_REQUEST, errors));
        }
        return new EarningTerms(type, property, rate, minimumAmount, maximumPoints, period);
    }

    private @Nullable Period period(List<FieldError> errors) {
        if (validity == null) {
            return null;
        }
        if (!PERIOD.matcher(validity).matches() || Period.parse(validity).isZero()) {
            errors.add(new FieldError("/validity", "invalid_format"));
            return null;
        }
        return Period.parse(validity);
    }

    private static String name(String pointer, @Nullable String text, List<FieldError> errors) {
        if (text == null || text.isBlank()) {
            errors.add(new FieldError(pointer, "required"));
            return "";
        }
        if (text.length() > LONGEST_NAME) {
            errors.add(new FieldError(pointer, "invalid_length"));
        } else if (!Texts.isPlain(text)) {
            errors.add(new FieldError(pointer, "invalid_format"));
        }
        return text;
    }

    /** The range first: only a number of bounded size may be brought into another form. */
    private static void range(
            String pointer, BigDecimal number, boolean lowEnd, BigDecimal highest, List<FieldError> errors) {
        if (!lowEnd || number.compareTo(highest) > 0 || number.scale() > LONGEST_NAME) {
            errors.add(new FieldError(pointer, "out_of_range", "0.." + highest.toPlainString()));
        } else if (number.stripTrailingZeros().scale() > MOST_DECIMALS) {
            errors.add(new FieldError(pointer, "too_precise", Integer.toString(MOST_DECIMALS)));
        }
    }
}
