package dev.meridian.platform.servers;

/**
 * Where Keycloak listens and the service account that may administer it (in the realm {@code master}).
 *
 * @param host name or address
 * @param port HTTP port
 * @param adminClientId client id of the service account
 * @param adminClientSecret its secret
 */
public record KeycloakAddress(String host, int port, String adminClientId, String adminClientSecret) {

    /** Base URL, without a slash at the end. It is also the first part of every token's issuer. */
    public String url() {
        return "http://" + host + ":" + port;
    }

    @Override
    public String toString() {
        return url();
    }
}
