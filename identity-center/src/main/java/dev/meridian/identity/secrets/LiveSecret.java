package dev.meridian.identity.secrets;

import dev.meridian.identity.names.ClientId;
import dev.meridian.identity.names.SignInName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A secret that is good, without the secret.
 *
 * @param client whose it is
 * @param generation which of the client's secrets, counted from 1
 * @param issuedAt since when
 * @param knownUsed whether it is known to have been used
 * @param requestKey the key of the request that issued it; null where it had none
 */
public record LiveSecret(
        ClientId client,
        int generation,
        Instant issuedAt,
        boolean knownUsed,
        @Nullable String requestKey) {

    /** What the client signs in as with it. */
    public SignInName signInName() {
        return client.signInName(generation);
    }
}
