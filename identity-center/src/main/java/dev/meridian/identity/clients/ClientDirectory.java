package dev.meridian.identity.clients;

import dev.meridian.identity.names.SignInName;
import dev.meridian.identity.secrets.ClientSecret;

/**
 * Where clients sign in; to be called in a turn of its own. A client is registered only when it can sign in. Each method
 * throws {@link dev.meridian.platform.kernel.CapabilityUnavailableException} when it cannot be done now.
 */
public interface ClientDirectory {

    /** Whether somebody else signs in under the name. */
    boolean isTaken(SignInName name);

    /**
     * Makes the client able to sign in with the secret.
     *
     * @throws dev.meridian.platform.problems.ProblemException {@code capability_unavailable} when that cannot be done now
     */
    void admit(ApiClient client, SignInName name, ClientSecret secret);

    /**
     * Brings the client's rights up to date under all its names; its secrets stay.
     *
     * @throws dev.meridian.platform.problems.ProblemException {@code capability_unavailable} when that cannot be done now
     */
    void update(ApiClient client);

    /** Makes the client unable to sign in under the name. */
    void remove(SignInName name);

    /** The secret of a name. */
    ClientSecret secret(SignInName name);

    /** Whether the client ever signed in under the name. */
    boolean wasUsed(SignInName name);
}
