package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One value of an attribute, a property or a rule's operand. Kinds stay apart: the text "3" is not the number 3. */
public sealed interface Scalar {

    /** The value as plain JSON: a string, a {@link BigDecimal} or a boolean. */
    Object json();

    /** The number meant where a number is asked for: a number, or a text that is written like one. */
    default Optional<BigDecimal> asNumber() {
        return Optional.empty();
    }

    /** The instant meant where an instant is asked for: an ISO 8601 instant, or a date, which is its first instant. */
    default Optional<Instant> asMoment() {
        return Optional.empty();
    }

    /**
     * Whether both mean the same: instants by the instant, however they are written, everything else by kind and value.
     */
    default boolean means(@Nullable Scalar other) {
        if (equals(other)) {
            return true;
        }
        Optional<Instant> moment = asMoment();
        return moment.isPresent() && other != null && moment.equals(other.asMoment());
    }

    /** Text. */
    record Text(String value) implements Scalar {

        @Override
        public Object json() {
            return value;
        }

        @Override
        public Optional<BigDecimal> asNumber() {
            return Numbers.parse(value);
        }

        @Override
        public Optional<Instant> asMoment() {
            return Moments.parse(value);
        }
    }

    /** A number; 1.0 equals 1. */
    record Amount(BigDecimal value) implements Scalar {

        public Amount {
            value = value.stripTrailingZeros();
        }

        @Override
        public Object json() {
            return value.scale() < 0 ? value.setScale(0) : value;
        }

        @Override
        public Optional<BigDecimal> asNumber() {
            return Optional.of(value);
        }
    }

    /** True or false. */
    record Flag(boolean value) implements Scalar {

        @Override
        public Object json() {
            return value;
        }
    }

    /**
     * Reads a plain JSON value.
     *
     * @param json a string, a number, a boolean; anything else, and a number beyond all business, is no scalar
     */
    static Optional<Scalar> of(@Nullable Object json) {
        return switch (json) {
            case String text -> Optional.of(new Text(text));
            case Boolean flag -> Optional.of(new Flag(flag));
            case Number number -> Numbers.of(number).map(Amount::new);
            case null, default -> Optional.empty();
        };
    }

    /** Numbers that may be added up without harm: an exponent such as 1e999999999 would fill the memory. */
    final class Numbers {

        private static final int MOST_DIGITS = 40;
        private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?");

        private Numbers() {}

        static Optional<BigDecimal> of(Number number) {
            BigDecimal decimal = switch (number) {
                case BigDecimal exact -> exact;
                case BigInteger whole -> new BigDecimal(whole);
                case Double binary when !Double.isFinite(binary) -> null;
                case Float binary when !Float.isFinite(binary) -> null;
                case Double binary -> BigDecimal.valueOf(binary);
                case Float binary -> new BigDecimal(binary.toString());
                default -> BigDecimal.valueOf(number.longValue());
            };
            return Optional.ofNullable(decimal).filter(Numbers::isUsable);
        }

        static Optional<BigDecimal> parse(String text) {
            return DECIMAL.matcher(text).matches()
                    ? Optional.of(new BigDecimal(text)).filter(Numbers::isUsable)
                    : Optional.empty();
        }

        private static boolean isUsable(BigDecimal number) {
            return number.precision() <= MOST_DIGITS && number.scale() <= MOST_DIGITS && number.scale() >= -MOST_DIGITS;
        }
    }
}
