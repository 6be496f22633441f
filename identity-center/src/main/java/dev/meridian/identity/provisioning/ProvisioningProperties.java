package dev.meridian.identity.provisioning;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which Keycloak to keep in step, and how.
 *
 * @param keycloak its base address
 * @param clientId service account of the realm {@code master} that may administer it
 * @param clientSecret its secret
 * @param realmPrefix put before the names of the realms, where several installations share a Keycloak
 * @param every how often a Keycloak that was in step is looked at again
 * @param retryFirst how long to wait after the first failure; doubled after each further one
 * @param retryLongest the longest wait after failures
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long to wait for an answer
 */
@ConfigurationProperties("meridian.provisioning")
record ProvisioningProperties(
        URI keycloak,
        String clientId,
        String clientSecret,
        @DefaultValue("") String realmPrefix,
        @DefaultValue("60s") Duration every,
        @DefaultValue("1s") Duration retryFirst,
        @DefaultValue("30s") Duration retryLongest,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("10s") Duration readTimeout) {

    /** Without the secret, since records are easily printed. */
    @Override
    public String toString() {
        return "ProvisioningProperties[" + keycloak + "]";
    }
}
