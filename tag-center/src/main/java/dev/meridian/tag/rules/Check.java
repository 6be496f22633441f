package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One comparator with its operand. */
public sealed interface Check {

    /** Equal, and of the same kind; instants are equal however they are written. */
    record Equal(Scalar to) implements Check {}

    /** Not equal, of another kind, or absent. */
    record NotEqual(Scalar to) implements Check {}

    /** Equal to one of several. */
    record In(List<Scalar> options) implements Check {
        public In {
            options = List.copyOf(options);
        }
    }

    /** Smaller or greater than a bound. */
    record Ordered(Order order, Bound bound) implements Check {}

    /** From one bound to another, both included. */
    record Between(Bound from, Bound to) implements Check {}

    /** Present, or absent. */
    record Exists(boolean wanted) implements Check {}

    /** A text that has the operand within it. */
    record Contains(String part) implements Check {}

    /** A text that begins with the operand. */
    record StartsWith(String prefix) implements Check {}

    /** The four ways of being smaller or greater. */
    enum Order {
        GT("gt"),
        GTE("gte"),
        LT("lt"),
        LTE("lte");

        private final String comparator;

        Order(String comparator) {
            this.comparator = comparator;
        }

        boolean admits(int comparison) {
            return switch (this) {
                case GT -> comparison > 0;
                case GTE -> comparison >= 0;
                case LT -> comparison < 0;
                case LTE -> comparison <= 0;
            };
        }
    }

    /** The comparator as rules write it. */
    default String comparator() {
        return switch (this) {
            case Equal _ -> "eq";
            case NotEqual _ -> "ne";
            case In _ -> "in";
            case Ordered(Order order, Bound _) -> order.comparator;
            case Between _ -> "between";
            case Exists _ -> "exists";
            case Contains _ -> "contains";
            case StartsWith _ -> "startsWith";
        };
    }

    /** The operand as plain JSON. */
    default Object operand() {
        return switch (this) {
            case Equal(Scalar to) -> to.json();
            case NotEqual(Scalar to) -> to.json();
            case In(List<Scalar> options) -> options.stream().map(Scalar::json).toList();
            case Ordered(Order _, Bound bound) -> bound.json();
            case Between(Bound from, Bound to) -> List.of(from.json(), to.json());
            case Exists(boolean wanted) -> wanted;
            case Contains(String part) -> part;
            case StartsWith(String prefix) -> prefix;
        };
    }

    /** Whether the value satisfies the check. Nothing at all satisfies only {@code ne} and {@code exists: false}. */
    default boolean holds(@Nullable Scalar actual) {
        return switch (this) {
            case Equal(Scalar to) -> to.means(actual);
            case NotEqual(Scalar to) -> !to.means(actual);
            case In(List<Scalar> options) -> options.stream().anyMatch(option -> option.means(actual));
            case Ordered(Order order, Bound bound) -> admits(order, bound, actual);
            case Between(Bound from, Bound to) -> admits(Order.GTE, from, actual) && admits(Order.LTE, to, actual);
            case Exists(boolean wanted) -> (actual != null) == wanted;
            case Contains(String part) -> actual instanceof Scalar.Text(String text) && text.contains(part);
            case StartsWith(String prefix) -> actual instanceof Scalar.Text(String text) && text.startsWith(prefix);
        };
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

    private static boolean admits(Order order, Bound bound, @Nullable Scalar actual) {
        return actual != null && bound.compare(actual).filter(order::admits).isPresent();
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
