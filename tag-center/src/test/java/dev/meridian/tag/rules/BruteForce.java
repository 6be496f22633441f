package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The oracle: judges by the words of the rule language and nothing else. Works on the rule's JSON instead of the parsed
 * tree, looks at every fact at every instant, and divides where the evaluator multiplies.
 */
public final class BruteForce {

    private static final MathContext DIGITS = new MathContext(60, RoundingMode.HALF_EVEN);

    private BruteForce() {}

    /** Whether the customer is in at the instant. */
    public static boolean isIn(Map<?, ?> rule, CustomerFacts customer, Instant now) {
        if (rule.containsKey("all")) {
            return ((List<?>) rule.get("all")).stream().allMatch(part -> isIn((Map<?, ?>) part, customer, now));
        }
        if (rule.containsKey("any")) {
            return ((List<?>) rule.get("any")).stream().anyMatch(part -> isIn((Map<?, ?>) part, customer, now));
        }
        if (rule.containsKey("not")) {
            return !isIn((Map<?, ?>) rule.get("not"), customer, now);
        }
        if (rule.containsKey("attribute")) {
            Scalar value = customer.attributes().get((String) rule.get("attribute"));
            return compares(value == null ? null : value.json(), (Map<?, ?>) rule.get("is"));
        }
        return activity((Map<?, ?>) rule.get("activity"), customer, now);
    }

    private static boolean activity(Map<?, ?> activity, CustomerFacts customer, Instant now) {
        List<BigDecimal> amounts = new ArrayList<>();
        for (Fact fact : customer.activity()) {
            if (!fact.type().equals(activity.get("event"))
                    || !passes(fact, activity.get("where"))
                    || !inWindow(fact.occurredAt(), activity, now)) {
                continue;
            }
            if (activity.get("measure").equals("count")) {
                amounts.add(BigDecimal.ONE);
                continue;
            }
            Scalar property = fact.properties().get((String) activity.get("of"));
            BigDecimal amount = property == null ? null : number(property.json());
            if (amount != null) {
                amounts.add(amount);
            }
        }
        BigDecimal sum = amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<?, ?> is = (Map<?, ?>) activity.get("is");
        if (activity.get("measure").equals("avg")) {
            return !amounts.isEmpty() && compares(sum.divide(BigDecimal.valueOf(amounts.size()), DIGITS), is);
        }
        return compares(sum, is);
    }

    private static boolean passes(Fact fact, Object where) {
        if (where == null) {
            return true;
        }
        for (Map.Entry<?, ?> filter : ((Map<?, ?>) where).entrySet()) {
            Scalar property = fact.properties().get((String) filter.getKey());
            Object value =
                    filter.getKey().equals("channel") ? fact.channel() : property == null ? null : property.json();
            if (!compares(value, (Map<?, ?>) filter.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean inWindow(Instant occurredAt, Map<?, ?> activity, Instant now) {
        if (occurredAt.isAfter(now)) {
            return false;
        }
        if (activity.get("between") instanceof List<?> ends) {
            return !occurredAt.isBefore(Instant.parse((String) ends.get(0)))
                    && occurredAt.isBefore(Instant.parse((String) ends.get(1)));
        }
        return !(activity.get("within") instanceof String duration) || occurredAt.isAfter(back(now, duration));
    }

    /** Now minus an ISO 8601 duration, where a day that a month does not have is that month's end. */
    static Instant back(Instant now, String duration) {
        String dates = duration.contains("T") ? duration.substring(0, duration.indexOf('T')) : duration;
        String times = duration.contains("T") ? "P" + duration.substring(duration.indexOf('T')) : "PT0S";
        Period period = dates.equals("P") ? Period.ZERO : Period.parse(dates);
        LocalDateTime here = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
        LocalDateTime there = here.minusMonths(period.toTotalMonths());
        if (there.getDayOfMonth() != here.getDayOfMonth()) {
            there = there.toLocalDate()
                    .with(TemporalAdjusters.firstDayOfNextMonth())
                    .atStartOfDay();
        }
        return there.minusDays(period.getDays()).toInstant(ZoneOffset.UTC).minus(Duration.parse(times));
    }

    private static boolean compares(Object actual, Map<?, ?> is) {
        return is.entrySet().stream().allMatch(check -> compares(actual, (String) check.getKey(), check.getValue()));
    }

    private static boolean compares(Object actual, String comparator, Object operand) {
        return switch (comparator) {
            case "exists" -> operand.equals(actual != null);
            case "eq" -> same(actual, operand);
            case "ne" -> !same(actual, operand);
            case "in" -> ((List<?>) operand).stream().anyMatch(option -> same(actual, option));
            case "contains" -> actual instanceof String text && text.contains((String) operand);
            case "startsWith" -> actual instanceof String text && text.startsWith((String) operand);
            case "between" ->
                compares(actual, "gte", ((List<?>) operand).get(0))
                        && compares(actual, "lte", ((List<?>) operand).get(1));
            default -> {
                Integer order = order(actual, operand);
                yield order != null
                        && switch (comparator) {
                            case "gt" -> order > 0;
                            case "gte" -> order >= 0;
                            case "lt" -> order < 0;
                            case "lte" -> order <= 0;
                            default -> throw new IllegalArgumentException(comparator);
                        };
            }
        };
    }

    private static boolean same(Object actual, Object operand) {
        if (actual instanceof Number && operand instanceof Number) {
            return number(actual).compareTo(number(operand)) == 0;
        }
        BigInteger moment = micros(operand);
        return operand.equals(actual) || moment != null && moment.equals(micros(actual));
    }

    private static Integer order(Object actual, Object operand) {
        if (operand instanceof Number) {
            BigDecimal number = number(actual);
            return number == null ? null : number.compareTo(number(operand));
        }
        BigInteger moment = micros(actual);
        return moment == null ? null : moment.compareTo(micros(operand));
    }

    /** Microseconds since 1970, what is finer cut off; null for what is no instant. */
    private static BigInteger micros(Object value) {
        if (!(value instanceof String text) || !text.matches("\\d{4}-\\d\\d-\\d\\d.*")) {
            return null;
        }
        ZonedDateTime time = ZonedDateTime.parse(text.contains("T") ? text : text + "T00:00:00Z");
        return BigInteger.valueOf(time.toEpochSecond())
                .multiply(BigInteger.valueOf(1_000_000))
                .add(BigInteger.valueOf(time.getNano() / 1_000));
    }

    private static BigDecimal number(Object value) {
        return switch (value) {
            case Number number -> new BigDecimal(number.toString());
            case String text when text.matches("-?[0-9.]+") -> new BigDecimal(text);
            case null, default -> null;
        };
    }
}
