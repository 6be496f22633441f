package dev.meridian.platform.security;

import dev.meridian.platform.kernel.BrandScope;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** What Meridian's own claims must look like, and how they make a {@link Caller}. */
final class TokenClaims implements OAuth2TokenValidator<Jwt> {

    private static final String BRAND = "brand";
    private static final String CHANNEL = "chan";
    private static final String SCOPE = "scope";
    private static final String AUTHORIZED_PARTY = "azp";
    private static final String CLIENT_ID = "client_id";

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        if (brandScope(token) == null) {
            return failure("The token names no brand");
        }
        if (clientId(token) == null) {
            return failure("The token names no client");
        }
        return OAuth2TokenValidatorResult.success();
    }

    /** The caller a validated token stands for. */
    static Caller caller(Jwt token) {
        BrandScope scope = brandScope(token);
        String clientId = clientId(token);
        if (scope == null || clientId == null) {
            throw new IllegalStateException("A token reached the caller without having been validated");
        }
        return new Caller(scope, clientId, text(token, CHANNEL), scopes(token));
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

    private static Set<String> scopes(Jwt token) {
        String granted = text(token, SCOPE);
        if (granted == null) {
            return Set.of();
        }
        return Arrays.stream(granted.split(" "))
                .filter(scope -> !scope.isBlank())
                .collect(Collectors.toSet());
    }

    private static @Nullable String text(Jwt token, String claim) {
        return token.getClaims().get(claim) instanceof String text && !text.isBlank() ? text : null;
    }

    private static OAuth2TokenValidatorResult failure(String description) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(
                OAuth2ErrorCodes.INVALID_TOKEN, description, "https://tools.ietf.org/html/rfc6750#section-3.1"));
    }
}
