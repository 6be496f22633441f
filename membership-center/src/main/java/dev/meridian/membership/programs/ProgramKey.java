package dev.meridian.membership.programs;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a programme.
 *
 * @param value 2 to 64 lower-case letters, digits and hyphens, beginning with a letter
 */
public record ProgramKey(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,63}");

    public ProgramKey {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("A programme key is 2 to 64 of a-z, 0-9 and '-'");
        }
    }

    /** The key a caller wrote; empty where nothing can have that key. */
    public static Optional<ProgramKey> parse(String text) {
        return SHAPE.matcher(text).matches() ? Optional.of(new ProgramKey(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
