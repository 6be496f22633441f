package dev.meridian.identity.provisioning;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How Keycloak stands.
 *
 * @param state whether it is in step
 * @param lastRunAt when it was last looked at; null before the first time
 * @param realms the realms as the last complete run left them; empty before the first
 */
record ProvisioningStatus(State state, @Nullable Instant lastRunAt, List<Realm> realms) {

    ProvisioningStatus {
        realms = List.copyOf(realms);
    }

    static ProvisioningStatus pending() {
        return new ProvisioningStatus(State.PENDING, null, List.of());
    }

    /** The same realms, which the run at that instant could not bring into step. */
    ProvisioningStatus failed(Instant at) {
        return new ProvisioningStatus(State.FAILING, at, realms);
    }

    /** Whether Keycloak is as it should be. */
    enum State {
        /** It has not been looked at yet. */
        PENDING,
        /** The last run found it in step or brought it there. */
        IN_STEP,
        /** The last run failed; it is tried again. */
        FAILING;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One realm.
     *
     * @param realm its name
     * @param clients how many clients are looked after in it
     * @param changes how many things the last complete run had to change
     */
    record Realm(String realm, int clients, int changes) {}
}
