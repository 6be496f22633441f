package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One comparator with its operand. */
public sealed interface Check {

    /** The comparator as rules write it. */
    String comparator();

    /** The operand as plain JSON. */
    Object operand();

    /** Whether the value satisfies the check. Nothing at all satisfies only {@code ne} and {@code exists: false}. */
    boolean holds(@Nullable Scalar actual);

    /** Equal, and of the same kind. */
    record Equal(Scalar to) implements Check {
        @Override
        public String comparator() {
            return "eq";
        }

        @Override
        public Object operand() {
            return to.json();
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return to.equals(actual);
        }
    }

    /** Not equal, of another kind, or absent. */
    record NotEqual(Scalar to) implements Check {
        @Override
        public String comparator() {
            return "ne";
        }

        @Override
        public Object operand() {
            return to.json();
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return !to.equals(actual);
        }
    }

    /** Equal to one of several. */
    record In(List<Scalar> options) implements Check {
        public In {
            options = List.copyOf(options);
        }

        @Override
        public String comparator() {
            return "in";
        }

        @Override
        public Object operand() {
            return options.stream().map(Scalar::json).toList();
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return actual != null && options.contains(actual);
        }
    }

    /** The four ways of being smaller or greater. */
    enum Order {
        GT,
        GTE,
        LT,
        LTE;

        boolean admits(int comparison) {
            return switch (this) {
                case GT -> comparison > 0;
                case GTE -> comparison >= 0;
                case LT -> comparison < 0;
                case LTE -> comparison <= 0;
            };
        }

        String comparator() {
            return switch (this) {
                case GT -> "gt";
                case GTE -> "gte";
                case LT -> "lt";
                case LTE -> "lte";
            };
        }
    }

    /** Smaller or greater than a bound. */
    record Ordered(Order order, Bound bound) implements Check {
        @Override
        public String comparator() {
            return order.comparator();
        }

        @Override
        public Object operand() {
            return bound.json();
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return actual != null && bound.compare(actual).filter(order::admits).isPresent();
        }
    }

    /** From one bound to another, both included. */
    record Between(Bound from, Bound to) implements Check {
        @Override
        public String comparator() {
            return "between";
        }

        @Override
        public Object operand() {
            return List.of(from.json(), to.json());
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return actual != null
                    && from.compare(actual).filter(Order.GTE::admits).isPresent()
                    && to.compare(actual).filter(Order.LTE::admits).isPresent();
        }
    }

    /** Present, or absent. */
    record Exists(boolean wanted) implements Check {
        @Override
        public String comparator() {
            return "exists";
        }

        @Override
        public Object operand() {
            return wanted;
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return (actual != null) == wanted;
        }
    }

    /** A text that has the operand within it. */
    record Contains(String part) implements Check {
        @Override
        public String comparator() {
            return "contains";
        }

        @Override
        public Object operand() {
            return part;
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return actual instanceof Scalar.Text text && text.value().contains(part);
        }
    }

    /** A text that begins with the operand. */
    record StartsWith(String prefix) implements Check {
        @Override
        public String comparator() {
            return "startsWith";
        }

        @Override
        public Object operand() {
            return prefix;
        }

        @Override
        public boolean holds(@Nullable Scalar actual) {
            return actual instanceof Scalar.Text text && text.value().startsWith(prefix);
        }
    }

    /**
     * Whether the fraction {@code sum / count} satisfies the check, found by multiplying the operand instead of
     * dividing, so that an average of exactly 1000 is exactly 1000. Checks that are not about numbers do not hold.
     */
    default boolean holdsForFraction(BigDecimal sum, long count) {
        BigDecimal times = BigDecimal.valueOf(count);
        return switch (this) {
            case Equal equal -> isAt(equal.to(), sum, times);
            case NotEqual other -> !isAt(other.to(), sum, times);
            case In in -> in.options().stream().anyMatch(option -> isAt(option, sum, times));
            case Ordered(Order order, Bound bound) ->
                compare(bound, sum, times).filter(order::admits).isPresent();
            case Between(Bound from, Bound to) ->
                compare(from, sum, times).filter(Order.GTE::admits).isPresent()
                        && compare(to, sum, times).filter(Order.LTE::admits).isPresent();
            case Exists _, Contains _, StartsWith _ -> false;
        };
    }

    private static boolean isAt(Scalar operand, BigDecimal sum, BigDecimal times) {
        return operand instanceof Scalar.Amount(BigDecimal value) && sum.compareTo(value.multiply(times)) == 0;
    }

    private static Optional<Integer> compare(Bound bound, BigDecimal sum, BigDecimal times) {
        return switch (bound) {
            case Bound.OfNumber(BigDecimal value) -> Optional.of(sum.compareTo(value.multiply(times)));
            case Bound.OfMoment _ -> Optional.empty();
        };
    }
}
