package dev.meridian.platform.problems;

import java.util.OptionalInt;

/**
 * A kind of refusal or failure a caller can meet, with a code that never changes. Implemented by one enum per feature;
 * title and detail come from the message bundles ({@code problem.<code>.title}, {@code problem.<code>.detail}) in the
 * caller's language.
 */
public interface ProblemType {

    /** Stable, lower-case, with underscores, such as {@code points_insufficient}. */
    String code();

    /** The HTTP status the problem is answered with. */
    int status();

    /** Whether the same request may succeed later without being changed. */
    default boolean retryable() {
        return false;
    }

    /** After how many whole seconds it is worth sending the same request again; empty where it never is. */
    default OptionalInt retryAfterSeconds() {
        return retryable() ? OptionalInt.of(2) : OptionalInt.empty();
    }
}
