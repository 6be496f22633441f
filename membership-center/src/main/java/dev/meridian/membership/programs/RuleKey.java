package dev.meridian.membership.programs;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names an earning rule within its programme.
 *
 * @param value 2 to 64 lower-case letters, digits and hyphens, beginning with a letter
 */
public record RuleKey(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,63}");

    public RuleKey {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("A rule key is 2 to 64 of a-z, 0-9 and '-'");
        }
    }

    /** The key a caller wrote; empty where nothing can have that key. */
    public static Optional<RuleKey> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new RuleKey(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
