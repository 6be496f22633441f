package dev.meridian.platform.testing;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bearer tokens for tests, with the claims Keycloak's mappers write in production. */
public final class TestTokens {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final String AUDIENCE = "meridian";

    private TestTokens() {}

    /** A token of one brand's back end, its client being {@code <brand>.backend}. */
    public static String brand(String brand, String... scopes) {
        return claims(brand, brand + ".backend").scopes(scopes).sign();
    }

    /** A token of group scope ({@code brand} is {@code *}). */
    public static String group(String... scopes) {
        return claims(BrandScope.GROUP_VALUE, "group-staff").scopes(scopes).sign();
    }

    /** A token of a brand that was good until a minute and more than any clock skew ago. */
    public static String expired() {
        return claims("aurora", "aurora.backend")
                .expiresAt(CLOCK.instant().minus(Duration.ofMinutes(10)))
                .sign();
    }

    /** A token that is right in every claim but signed by an issuer nobody trusts, under that issuer's own name. */
    public static String foreign() {
        return claims("aurora", "aurora.backend")
                .signedBy(TokenIssuer.foreign())
                .sign();
    }

    /** A token that claims the trusted issuer's name but is signed with another key. */
    public static String forged() {
        return claims("aurora", "aurora.backend")
                .signedBy(TokenIssuer.foreign())
                .issuer(TokenIssuer.trusted().issuer())
                .sign();
    }

    /** Begins a token of any shape. */
    public static Claims claims(String brand, String clientId) {
        return new Claims(brand, clientId, null, "", AUDIENCE, CLOCK.instant().plus(LIFETIME), null);
    }

    /** The value of the issuer claim of all good tokens. */
    public static String issuer() {
        return TokenIssuer.trusted().issuer();
    }

    /** Where a resource server fetches the keys that good tokens are signed with. */
    public static String keysAddress() {
        return TokenIssuer.trusted().keysAddress();
    }

    /** The claims of a token to be; immutable, each method answers a changed copy. */
    public record Claims(
            @Nullable String brand,
            String clientId,
            @Nullable String channel,
            String scope,
            String audience,
            Instant expiresAt,
            @Nullable Signing signing) {

        /** Who signs, and under whose name, where it is not the trusted issuer. */
        record Signing(TokenIssuer signer, String issuer) {}

        public Claims scopes(String... scopes) {
            return new Claims(brand, clientId, channel, String.join(" ", scopes), audience, expiresAt, signing);
        }

        public Claims channel(String value) {
            return new Claims(brand, clientId, value, scope, audience, expiresAt, signing);
        }

        public Claims audience(String value) {
            return new Claims(brand, clientId, channel, scope, value, expiresAt, signing);
        }

        public Claims expiresAt(Instant value) {
            return new Claims(brand, clientId, channel, scope, audience, value, signing);
        }

        public Claims withoutBrand() {
            return new Claims(null, clientId, channel, scope, audience, expiresAt, signing);
        }

        Claims signedBy(TokenIssuer signer) {
            return new Claims(
                    brand, clientId, channel, scope, audience, expiresAt, new Signing(signer, signer.issuer()));
        }

        Claims issuer(String value) {
            TokenIssuer signer = signing == null ? TokenIssuer.trusted() : signing.signer();
            return new Claims(brand, clientId, channel, scope, audience, expiresAt, new Signing(signer, value));
        }

        /** The serialised token. */
        public String sign() {
            Signing by = signing == null
                    ? new Signing(TokenIssuer.trusted(), TokenIssuer.trusted().issuer())
                    : signing;
            JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                    .issuer(by.issuer())
                    .subject("service-account-" + clientId)
                    .audience(audience)
                    .jwtID(UUID.randomUUID().toString())
                    .issueTime(Date.from(expiresAt.minus(LIFETIME)))
                    .expirationTime(Date.from(expiresAt))
                    .claim("azp", clientId)
                    .claim("client_id", clientId)
                    .claim("scope", scope);
            if (brand != null) {
                claims.claim("brand", brand);
            }
            if (channel != null) {
                claims.claim("chan", channel);
            }
            return by.signer().sign(claims.build());
        }
    }
}
