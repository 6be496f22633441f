package dev.meridian.identity.bootstrap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What counts of a realm's settings, as Keycloak's administration speaks of it.
 *
 * @param realm its name
 * @param displayName what people read
 * @param enabled whether anybody can sign in
 * @param accessTokenLifespan seconds
 * @param registrationAllowed whether strangers may make accounts
 * @param loginWithEmailAllowed whether an email is as good as a name
 * @param bruteForceProtected whether guessing passwords is slowed down
 * @param eventsEnabled whether Keycloak remembers who signed in
 * @param eventsExpiration for how many seconds
 * @param enabledEventTypes what it remembers; null for all it can
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record RealmSettings(
        String realm,
        @Nullable String displayName,
        @Nullable Boolean enabled,
        @Nullable Integer accessTokenLifespan,
        @Nullable Boolean registrationAllowed,
        @Nullable Boolean loginWithEmailAllowed,
        @Nullable Boolean bruteForceProtected,
        @Nullable Boolean eventsEnabled,
        @Nullable Long eventsExpiration,
        @Nullable List<String> enabledEventTypes) {

    private static final int ACCESS_TOKEN_SECONDS = 300;
    private static final long WEEK = 7 * 24 * 3600L;
    /** What tells whether a secret was ever used. */
    private static final List<String> REMEMBERED = List.of("CLIENT_LOGIN");

    /** The settings of one of our realms. */
    static RealmSettings of(String name, String displayName) {
        return new RealmSettings(
                name, displayName, true, ACCESS_TOKEN_SECONDS, false, false, true, true, WEEK, REMEMBERED);
    }

    /** Whether two realms are set alike; the order of lists does not count. */
    boolean isLike(RealmSettings other) {
        return withoutTypes().equals(other.withoutTypes()) && types().equals(other.types());
    }

    private RealmSettings withoutTypes() {
        return new RealmSettings(
                realm,
                displayName,
                enabled,
                accessTokenLifespan,
                registrationAllowed,
                loginWithEmailAllowed,
                bruteForceProtected,
                eventsEnabled,
                eventsExpiration,
                null);
    }

    private Set<String> types() {
        return enabledEventTypes == null ? Set.of() : Set.copyOf(enabledEventTypes);
    }
}
