package dev.meridian.tag.segments;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a segment in its scope.
 *
 * @param value 2 to 64 lower-case letters, digits and hyphens, beginning with a letter; not {@code preview}, which is
 *     an address of its own
 */
public record SegmentKey(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,63}");
    private static final String RESERVED = "preview";

    public SegmentKey {
        if (!isKey(value)) {
            throw new IllegalArgumentException("Not a segment key");
        }
    }

    /** Reads a key; empty where it is none. */
    public static Optional<SegmentKey> parse(String text) {
        return isKey(text) ? Optional.of(new SegmentKey(text)) : Optional.empty();
    }

    private static boolean isKey(String text) {
        return SHAPE.matcher(text).matches() && !text.equals(RESERVED);
    }

    @Override
    public String toString() {
        return value;
    }
}
