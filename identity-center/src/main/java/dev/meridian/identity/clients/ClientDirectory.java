package dev.meridian.identity.clients;

/** Where clients sign in. A client is registered only when it can sign in. */
public interface ClientDirectory {

    /**
     * Makes the client able to sign in with the secret.
     *
     * @throws dev.meridian.platform.kernel.ProblemException {@code capability_unavailable} when that cannot be done now
     */
    void admit(ApiClient client, ClientSecret secret);

    /**
     * Brings the client's rights up to date; its secret stays.
     *
     * @throws dev.meridian.platform.kernel.ProblemException {@code capability_unavailable} when that cannot be done now
     */
    void update(ApiClient client);
}
