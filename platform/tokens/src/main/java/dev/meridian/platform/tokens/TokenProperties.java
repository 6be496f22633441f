package dev.meridian.platform.tokens;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens are accepted, and how; the gateway and every center are told the same under the same names.
 *
 * @param issuers the issuers whose tokens are accepted, each with how far it is trusted
 * @param audience what every token must be meant for
 * @param clockSkew how far clocks may differ, 30 seconds at most
 * @param connectTimeout how long to wait for a connection when fetching keys
 * @param readTimeout how long to wait for the keys
 * @param keysKeptFor how long fetched keys are used before they are fetched again
 * @param keysKeptThroughOutage how long known keys stay in use while an issuer cannot be reached
 */
@ConfigurationProperties("meridian.security")
public record TokenProperties(
        @DefaultValue List<TrustedIssuer> issuers,
        @DefaultValue("meridian") String audience,
        @DefaultValue("30s") Duration clockSkew,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("3s") Duration readTimeout,
        @DefaultValue("5m") Duration keysKeptFor,
        @DefaultValue("1h") Duration keysKeptThroughOutage) {

    private static final Duration LARGEST_SKEW = Duration.ofSeconds(30);

    public TokenProperties {
        issuers = List.copyOf(issuers);
        if (clockSkew.isNegative() || clockSkew.compareTo(LARGEST_SKEW) > 0) {
            throw new IllegalArgumentException("meridian.security.clock-skew must lie between 0 and 30 seconds");
        }
    }
}
