package dev.meridian.gateway.config;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are accepted; the centers are told the same under the same names.
 *
 * @param issuers the issuers whose tokens are accepted, each with the address of its public keys
 * @param audience what every token must be meant for
 * @param clockSkew how far clocks may differ
 * @param connectTimeout how long to wait for a connection when fetching keys
 * @param readTimeout how long to wait for the keys
 * @param keysKeptFor how long fetched keys are used before they are fetched again
 * @param keysKeptThroughOutage how long known keys stay in use while an issuer cannot be reached
 */
@ConfigurationProperties("meridian.security")
record TokenProperties(
        List<TrustedIssuer> issuers,
        @DefaultValue("meridian") String audience,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("3s") Duration readTimeout,
        @DefaultValue("5m") Duration keysKeptFor,
        @DefaultValue("1h") Duration keysKeptThroughOutage) {

    TokenProperties {
        issuers = List.copyOf(issuers);
    }

    /**
     * One issuer.
     *
     * @param issuer the exact {@code iss} of its tokens
     * @param jwkSetUri where its public keys are
     */
    record TrustedIssuer(String issuer, String jwkSetUri) {}
}
