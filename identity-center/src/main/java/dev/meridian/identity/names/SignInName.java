package dev.meridian.identity.names;

/**
 * What an API client signs in as with one of its secrets.
 *
 * @param value the client's id for its first secret; the id, a dot and a number for later ones
 */
public record SignInName(String value) {

    @Override
    public String toString() {
        return value;
    }
}
