package dev.meridian.membership.earning;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The amount of an order as an event brought it: a number, a number written as text, or something else. */
sealed interface Amount {

    /** Plain decimals only: no exponent, no other script's digits, no endless text. */
    Pattern PLAIN_DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    /** In whole currency units, of any sign and size. */
    record Readable(BigDecimal value) implements Amount {}

    /** The event has no such property. */
    record Missing() implements Amount {}

    /** The property is neither a number nor a plain decimal text. */
    record NotANumber() implements Amount {}

    /** Reads a property's value. */
    static Amount read(@Nullable Object value) {
        return switch (value) {
            case null -> new Missing();
            case BigDecimal decimal -> new Readable(decimal);
            case BigInteger integer -> new Readable(new BigDecimal(integer));
            case Integer integer -> new Readable(BigDecimal.valueOf(integer));
            case Long integer -> new Readable(BigDecimal.valueOf(integer));
            case String text
            when PLAIN_DECIMAL.matcher(text.strip()).matches() -> new Readable(new BigDecimal(text.strip()));
            default -> new NotANumber();
        };
    }
}
