package dev.meridian.platform.tokens;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What the tokens of one issuer must say, and the {@link Caller} they make. A claim beyond what the issuer may vouch
 * for makes the token unacceptable; only scopes are cut down to what it may grant, because issuers add scopes of their
 * own ({@code openid}, {@code profile}) to tokens that are good.
 */
final class TokenClaims implements OAuth2TokenValidator<Jwt> {

    private static final String KIND = "kind";
    private static final String BRAND = "brand";
    private static final String CHANNEL = "chan";
    private static final String ACCOUNT = "acct";
    private static final String CUSTOMER = "cid";
    private static final String SCOPE = "scope";
    private static final String AUTHORIZED_PARTY = "azp";
    private static final String CLIENT_ID = "client_id";

    private final TrustedIssuer issuer;

    TokenClaims(TrustedIssuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        try {
            caller(token);
            return OAuth2TokenValidatorResult.success();
        } catch (UnacceptableClaim e) {
            return OAuth2TokenValidatorResult.failure(new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_TOKEN, e.getMessage(), "https://tools.ietf.org/html/rfc6750#section-3.1"));
        }
    }

    /** The caller a token of this issuer stands for. */
    @CanIgnoreReturnValue
    Caller caller(Jwt token) {
        CallerKind kind = kind(token);
        BrandScope scope = scope(token);
        String clientId = required(clientId(token), "The token names no client");
        String channel = text(token, CHANNEL);
        Set<String> scopes = scopes(token);
        return switch (kind) {
            case SERVICE -> new Caller.Service(issuer.issuer(), scope, clientId, channel, scopes);
            case STAFF -> new Caller.Staff(issuer.issuer(), scope, clientId, channel, scopes, account(token));
            case CUSTOMER ->
                new Caller.Customer(
                        issuer.issuer(), oneBrand(scope), clientId, channel, scopes, account(token), customerId(token));
        };
    }

    private CallerKind kind(Jwt token) {
        if (token.getClaims().containsKey(KIND)) {
            return CallerKind.parse(text(token, KIND))
                    .filter(issuer.kinds()::contains)
                    .orElseThrow(() -> new UnacceptableClaim("The issuer may not vouch for this kind of caller"));
        }
        if (issuer.kinds().size() > 1) {
            throw new UnacceptableClaim("The token does not say which kind of caller it stands for");
        }
        return issuer.kinds().iterator().next();
    }

    private BrandScope scope(Jwt token) {
        BrandScope scope = required(brandScope(token), "The token names no brand");
        if (scope.equals(BrandScope.group()) && !issuer.speaksForGroup()) {
            throw new UnacceptableClaim("The issuer may not speak for the group");
        }
        return scope;
    }

    private static Brand oneBrand(BrandScope scope) {
        if (scope instanceof BrandScope.OneBrand(Brand brand)) {
            return brand;
        }
        throw new UnacceptableClaim("A customer does not speak for the group");
    }

    private static String account(Jwt token) {
        String account = text(token, ACCOUNT);
        return required(account != null ? account : token.getSubject(), "The token names no account");
    }

    private static UUID customerId(Jwt token) {
        String text = required(text(token, CUSTOMER), "The token names no customer");
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UnacceptableClaim("The token names no customer", e);
        }
    }

    private static @Nullable BrandScope brandScope(Jwt token) {
        String claim = text(token, BRAND);
        if (claim == null) {
            return null;
        }
        try {
            return BrandScope.parse(claim);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String clientId(Jwt token) {
        String party = text(token, AUTHORIZED_PARTY);
        return party != null ? party : text(token, CLIENT_ID);
    }

    private Set<String> scopes(Jwt token) {
        return Optional.ofNullable(text(token, SCOPE)).stream()
                .flatMap(granted -> Arrays.stream(granted.split(" ")))
                .filter(scope -> !scope.isBlank())
                .filter(issuer::mayGrant)
                .collect(Collectors.toSet());
    }

    private static @Nullable String text(Jwt token, String claim) {
        return token.getClaims().get(claim) instanceof String text && !text.isBlank() ? text : null;
    }

    private static <T> T required(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new UnacceptableClaim(otherwise);
        }
        return value;
    }

    /** Never leaves this class: a validator answers with a result. */
    private static final class UnacceptableClaim extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnacceptableClaim(String message) {
            super(message);
        }

        UnacceptableClaim(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
