package dev.meridian.platform.kernel;

import java.util.regex.Pattern;

/**
 * One brand of the group, by its key: the line that data may not cross without a policy that says so.
 *
 * @param key 2 to 32 lower-case letters, digits and hyphens, beginning with a letter, such as {@code aurora}
 */
public record Brand(String key) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    public Brand {
        if (!SHAPE.matcher(key).matches()) {
            throw new IllegalArgumentException("A brand key is 2 to 32 of a-z, 0-9 and '-', beginning with a letter");
        }
    }

    @Override
    public String toString() {
        return key;
    }
}
