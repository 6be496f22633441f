package dev.meridian.platform.testing;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens for tests, with the claims Keycloak's mappers write in production, of three issuers as there: one for
 * services, one for staff, one for customers.
 */
public final class TestTokens {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final String AUDIENCE = "meridian";
    private static final List<TokenIssuer> TRUSTED =
            List.of(TokenIssuer.PLATFORM, TokenIssuer.STAFF, TokenIssuer.CUSTOMERS);

    private TestTokens() {}

    /** A token of one brand's back end, its client being {@code <brand>.backend}. */
    public static String brand(String brand, String... scopes) {
        return claims(brand, brand + ".backend").scopes(scopes).sign();
    }

    /** A token of a service of the group ({@code brand} is {@code *}). */
    public static String group(String... scopes) {
        return claims(BrandScope.GROUP_VALUE, "group.backend").scopes(scopes).sign();
    }

    /** A token of a person who works for a brand. */
    public static String staff(String brand, String... scopes) {
        return staffClaims(brand).scopes(scopes).sign();
    }

    /** A token of a person who works for the group. */
    public static String groupStaff(String... scopes) {
        return staffClaims(BrandScope.GROUP_VALUE).scopes(scopes).sign();
    }

    /** A token of a customer, on the mini-program of a brand. */
    public static String customer(String brand, UUID customerId, String... scopes) {
        return customerClaims(brand, customerId).scopes(scopes).sign();
    }

    /** A token of a brand that was good until a minute and more than any clock skew ago. */
    public static String expired() {
        return claims("aurora", "aurora.backend")
                .expiresAt(CLOCK.instant().minus(Duration.ofMinutes(10)))
                .sign();
    }

    /** A token that is right in every claim but signed by an issuer nobody trusts, under that issuer's own name. */
    public static String foreign(String... scopes) {
        return claims("aurora", "aurora.backend")
                .signedBy(TokenIssuer.FOREIGN)
                .scopes(scopes)
                .sign();
    }

    /** A token that claims a trusted issuer's name but is signed with another key. */
    public static String forged(String... scopes) {
        return claims("aurora", "aurora.backend")
                .signedBy(TokenIssuer.FOREIGN)
                .issuer(issuer())
                .scopes(scopes)
                .sign();
    }

    /** Begins a service's token of any shape. */
    public static Claims claims(@Nullable String brand, String clientId) {
        return new Claims(
                        TokenIssuer.PLATFORM,
                        TokenIssuer.PLATFORM.issuer(),
                        Map.of(),
                        CLOCK.instant().plus(LIFETIME))
                .claim("sub", "service-account-" + clientId)
                .claim("aud", AUDIENCE)
                .claim("jti", UUID.randomUUID().toString())
                .claim("azp", clientId)
                .claim("client_id", clientId)
                .claim("scope", "")
                .claim("brand", brand);
    }

    /** Begins a token of a person of the staff, of any shape. */
    public static Claims staffClaims(String brand) {
        return claims(brand, "console")
                .claim("sub", UUID.randomUUID().toString())
                .signedBy(TokenIssuer.STAFF);
    }

    /** Begins a customer's token of any shape. */
    public static Claims customerClaims(String brand, UUID customerId) {
        String account = UUID.randomUUID().toString();
        return claims(brand, brand + ".mini_program")
                .claim("sub", account)
                .claim("acct", account)
                .claim("cid", customerId.toString())
                .channel("mini_program")
                .signedBy(TokenIssuer.CUSTOMERS);
    }

    /** The value of the issuer claim of the tokens of services. */
    public static String issuer() {
        return TokenIssuer.PLATFORM.issuer();
    }

    /** Where a resource server fetches the keys that services' tokens are signed with. */
    public static String keysAddress() {
        return TokenIssuer.PLATFORM.keysAddress();
    }

    /** The settings by which a gateway or center trusts these issuers; they fill the list up to {@link #issuers}. */
    public static Map<String, String> trust() {
        Map<String, String> settings = new TreeMap<>();
        for (int i = 0; i < TRUSTED.size(); i++) {
            String prefix = "meridian.security.issuers[" + i + "].";
            TRUSTED.get(i).settings().forEach((name, value) -> settings.put(prefix + name, value));
        }
        return settings;
    }

    /** How many issuers {@link #trust} names: where a test goes on that trusts one more. */
    public static int issuers() {
        return TRUSTED.size();
    }

    /** The claims of a token to be; immutable, each method answers a changed copy. */
    public static final class Claims {

        private final TokenIssuer signer;
        private final String issuer;
        private final Map<String, Object> claims;
        private final Instant expiresAt;

        private Claims(TokenIssuer signer, String issuer, Map<String, Object> claims, Instant expiresAt) {
            this.signer = signer;
            this.issuer = issuer;
            this.claims = Map.copyOf(claims);
            this.expiresAt = expiresAt;
        }

        /** Any claim; null takes it away. */
        public Claims claim(String name, @Nullable Object value) {
            Map<String, Object> changed = new LinkedHashMap<>(claims);
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
            return new Claims(signer, issuer, changed, expiresAt);
        }

        public Claims scopes(String... scopes) {
            return claim("scope", String.join(" ", scopes));
        }

        public Claims channel(String value) {
            return claim("chan", value);
        }

        public Claims audience(String value) {
            return claim("aud", value);
        }

        public Claims expiresAt(Instant value) {
            return new Claims(signer, issuer, claims, value);
        }

        public Claims withoutBrand() {
            return claim("brand", null);
        }

        Claims signedBy(TokenIssuer other) {
            return new Claims(other, other.issuer(), claims, expiresAt);
        }

        Claims issuer(String value) {
            return new Claims(signer, value, claims, expiresAt);
        }

        /** The serialised token. */
        public String sign() {
            JWTClaimsSet.Builder token = new JWTClaimsSet.Builder();
            claims.forEach(token::claim);
            return signer.sign(token.issuer(issuer)
                    .issueTime(Date.from(expiresAt.minus(LIFETIME)))
                    .expirationTime(Date.from(expiresAt))
                    .build());
        }
    }
}
