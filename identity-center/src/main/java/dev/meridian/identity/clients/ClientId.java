package dev.meridian.identity.clients;

import java.util.regex.Pattern;

/**
 * The name an API client signs in with.
 *
 * @param value 3 to 63 lower-case letters, digits and hyphens, beginning with a letter, such as {@code aurora-backend}
 */
public record ClientId(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{2,62}");

    public ClientId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("A client id is 3 to 63 of a-z, 0-9 and '-', beginning with a letter");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
