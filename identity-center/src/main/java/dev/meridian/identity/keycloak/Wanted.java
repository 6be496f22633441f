package dev.meridian.identity.keycloak;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares what Keycloak has with what is wanted: only what is wanted counts, whatever else Keycloak adds. */
final class Wanted {

    private Wanted() {}

    /** Whether nothing is wanted, or just what is there. */
    static boolean equal(@Nullable Object actual, @Nullable Object wanted) {
        return wanted == null || wanted.equals(actual);
    }

    /** Whether every wanted entry is there. */
    static boolean within(@Nullable Map<String, String> actual, @Nullable Map<String, String> wanted) {
        return wanted == null
                || wanted.isEmpty()
                || (actual != null && actual.entrySet().containsAll(wanted.entrySet()));
    }
}
