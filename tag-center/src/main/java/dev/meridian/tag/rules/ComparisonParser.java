package dev.meridian.tag.rules;

import dev.meridian.platform.kernel.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads comparators with their operands. */
final class ComparisonParser {

    private static final int MOST_VALUES = 1000;
    private static final int LONGEST_TEXT = 1000;

    private final RuleFaults faults;

    ComparisonParser(RuleFaults faults) {
        this.faults = faults;
    }

    /** A comparison of an attribute or a property. */
    Optional<Comparison> ofValue(@Nullable Object json, String pointer) {
        return comparison(json, pointer, this::check);
    }

    /** A comparison of a measure, which is always a number. */
    Optional<Comparison> ofMeasure(@Nullable Object json, String pointer) {
        return comparison(json, pointer, this::measureCheck);
    }

    private interface CheckParser {
        Optional<Check> parse(String comparator, @Nullable Object operand, String pointer);
    }

    private Optional<Comparison> comparison(@Nullable Object json, String pointer, CheckParser parser) {
        if (!(json instanceof Map<?, ?> object)) {
            faults.add(pointer, json == null ? RuleFaults.REQUIRED : RuleFaults.NOT_AN_OBJECT);
            return Optional.empty();
        }
        if (object.isEmpty()) {
            faults.add(pointer, RuleFaults.NO_COMPARATOR);
            return Optional.empty();
        }
        List<Check> checks = new ArrayList<>();
        for (Map.Entry<?, ?> member : object.entrySet()) {
            String comparator = String.valueOf(member.getKey());
            parser.parse(comparator, member.getValue(), RuleFaults.member(pointer, comparator))
                    .ifPresent(checks::add);
        }
        return checks.size() == object.size() ? Optional.of(new Comparison(checks)) : Optional.empty();
    }

    private Optional<Check> measureCheck(String comparator, @Nullable Object operand, String pointer) {
        if (List.of("exists", "contains", "startsWith").contains(comparator)) {
            faults.add(pointer, RuleFaults.COMPARATOR_NOT_FOR_MEASURES, comparator);
            return Optional.empty();
        }
        Optional<Check> check = check(comparator, operand, pointer);
        if (check.isPresent() && !isNumeric(check.get())) {
            faults.add(pointer, RuleFaults.WRONG_OPERAND, "number");
            return Optional.empty();
        }
        return check;
    }

    private static boolean isNumeric(Check check) {
        Predicate<Scalar> number = Scalar.Amount.class::isInstance;
        return switch (check) {
            case Check.Equal(Scalar to) -> number.test(to);
            case Check.NotEqual(Scalar to) -> number.test(to);
            case Check.In(List<Scalar> options) -> options.stream().allMatch(number);
            case Check.Ordered(Check.Order _, Bound bound) -> bound instanceof Bound.OfNumber;
            case Check.Between(Bound from, Bound _) -> from instanceof Bound.OfNumber;
            case Check.Exists _, Check.Contains _, Check.StartsWith _ -> false;
        };
    }

    private Optional<Check> check(String comparator, @Nullable Object operand, String pointer) {
        return switch (comparator) {
            case "eq" -> scalar(operand, pointer).map(Check.Equal::new);
            case "ne" -> scalar(operand, pointer).map(Check.NotEqual::new);
            case "in" -> options(operand, pointer).map(Check.In::new);
            case "gt" -> ordered(Check.Order.GT, operand, pointer);
            case "gte" -> ordered(Check.Order.GTE, operand, pointer);
            case "lt" -> ordered(Check.Order.LT, operand, pointer);
            case "lte" -> ordered(Check.Order.LTE, operand, pointer);
            case "between" -> range(operand, pointer);
            case "exists" -> exists(operand, pointer);
            case "contains" -> text(operand, pointer, Check.Contains::new);
            case "startsWith" -> text(operand, pointer, Check.StartsWith::new);
            default -> {
                faults.add(pointer, RuleFaults.UNKNOWN_COMPARATOR, comparator);
                yield Optional.empty();
            }
        };
    }

    private Optional<Scalar> scalar(@Nullable Object operand, String pointer) {
        if (operand instanceof String text && !Texts.isPlain(text)) {
            faults.add(pointer, RuleFaults.CONTROL_CHARACTER);
            return Optional.empty();
        }
        Optional<Scalar> scalar = Scalar.of(operand).filter(ComparisonParser::isShort);
        if (scalar.isEmpty()) {
            faults.add(pointer, RuleFaults.WRONG_OPERAND, "text, number, true, false");
        }
        return scalar;
    }

    private static boolean isShort(Scalar scalar) {
        return !(scalar instanceof Scalar.Text(String text)) || text.length() <= LONGEST_TEXT;
    }

    private Optional<List<Scalar>> options(@Nullable Object operand, String pointer) {
        if (!(operand instanceof List<?> list)) {
            faults.add(pointer, RuleFaults.NOT_A_LIST);
            return Optional.empty();
        }
        if (list.isEmpty()) {
            faults.add(pointer, RuleFaults.EMPTY_LIST);
            return Optional.empty();
        }
        if (list.size() > MOST_VALUES) {
            faults.add(pointer, RuleFaults.TOO_MANY_VALUES, MOST_VALUES);
            return Optional.empty();
        }
        List<Scalar> options = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            scalar(list.get(i), RuleFaults.member(pointer, i)).ifPresent(options::add);
        }
        return options.size() == list.size() ? Optional.of(options) : Optional.empty();
    }

    private Optional<Check> ordered(Check.Order order, @Nullable Object operand, String pointer) {
        return bound(operand, pointer).map(bound -> new Check.Ordered(order, bound));
    }

    private Optional<Bound> bound(@Nullable Object operand, String pointer) {
        Optional<Bound> bound = Bound.of(operand);
        if (bound.isEmpty()) {
            faults.add(pointer, RuleFaults.WRONG_OPERAND, "number, 2026-11-22, 2026-11-22T08:00:00Z");
        }
        return bound;
    }

    private Optional<Check> range(@Nullable Object operand, String pointer) {
        if (!(operand instanceof List<?> ends) || ends.size() != 2) {
            faults.add(pointer, RuleFaults.WRONG_OPERAND, "[from, to]");
            return Optional.empty();
        }
        Optional<Bound> from = bound(ends.get(0), RuleFaults.member(pointer, 0));
        Optional<Bound> to = bound(ends.get(1), RuleFaults.member(pointer, 1));
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> order = switch (to.get()) {
            case Bound.OfNumber number -> from.get().compare(new Scalar.Amount(number.value()));
            case Bound.OfMoment moment -> from.get().compare(new Scalar.Text(moment.written()));
        };
        if (order.isEmpty()) {
            faults.add(pointer, RuleFaults.WRONG_OPERAND, "[from, to]");
            return Optional.empty();
        }
        if (order.get() < 0) {
            faults.add(pointer, RuleFaults.RANGE_REVERSED);
            return Optional.empty();
        }
        return Optional.of(new Check.Between(from.get(), to.get()));
    }

    private Optional<Check> exists(@Nullable Object operand, String pointer) {
        if (operand instanceof Boolean wanted) {
            return Optional.of(new Check.Exists(wanted));
        }
        faults.add(pointer, RuleFaults.WRONG_OPERAND, "true, false");
        return Optional.empty();
    }

    private Optional<Check> text(@Nullable Object operand, String pointer, Function<String, Check> made) {
        if (operand instanceof String text && !text.isEmpty() && text.length() <= LONGEST_TEXT) {
            if (Texts.isPlain(text)) {
                return Optional.of(made.apply(text));
            }
            faults.add(pointer, RuleFaults.CONTROL_CHARACTER);
            return Optional.empty();
        }
        faults.add(pointer, RuleFaults.WRONG_OPERAND, "text");
        return Optional.empty();
    }
}
