package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An operand that others can be smaller or greater than. */
public sealed interface Bound {

    /** The operand as plain JSON, as it was written. */
    Object json();

    /**
     * How a value relates to this bound: negative, zero or positive as for {@link Comparable}; empty where the value is
     * of another kind and so neither smaller nor greater.
     */
    Optional<Integer> compare(Scalar value);

    /** A number. */
    record OfNumber(BigDecimal value) implements Bound {

        @Override
        public Object json() {
            return new Scalar.Amount(value).json();
        }

        @Override
        public Optional<Integer> compare(Scalar other) {
            return other.asNumber().map(number -> number.compareTo(value));
        }
    }

    /** An instant; a date is its first instant in UTC. */
    record OfMoment(String written, Instant value) implements Bound {

        @Override
        public Object json() {
            return written;
        }

        @Override
        public Optional<Integer> compare(Scalar other) {
            return other.asMoment().map(moment -> moment.compareTo(value));
        }
    }

    /** Reads a plain JSON value; empty where it is neither a number nor a date or instant. */
    static Optional<Bound> of(@Nullable Object json) {
        return switch (Scalar.of(json).orElse(null)) {
            case Scalar.Amount amount -> Optional.of(new OfNumber(amount.value()));
            case Scalar.Text text -> text.asMoment().map(moment -> new OfMoment(text.value(), moment));
            case Scalar.Flag _ -> Optional.empty();
            case null -> Optional.empty();
        };
    }
}
