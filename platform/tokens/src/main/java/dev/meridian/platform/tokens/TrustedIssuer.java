package dev.meridian.platform.tokens;

import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An issuer whose tokens are accepted, and how far it is trusted. Nothing is granted by silence: an issuer without
 * kinds stops the start, and one without scopes vouches for who calls but lets them do nothing.
 *
 * @param issuer the exact {@code iss} of its tokens: the address its users know it by
 * @param jwkSetUri where its public keys are, as this process reaches it; need not be below the issuer's address
 * @param kinds whom it may vouch for; with several, its tokens say which by their {@code kind} claim
 * @param scopes what its tokens may grant, or {@code *} for everything; what they claim beyond it counts for nothing
 * @param speaksForGroup whether its services and staff may be the group's ({@code brand=*}) and not only one brand's
 */
public record TrustedIssuer(
        String issuer,
        String jwkSetUri,
        @DefaultValue Set<CallerKind> kinds,
        @DefaultValue Set<String> scopes,
        @DefaultValue("false") boolean speaksForGroup) {

    private static final String EVERY_SCOPE = "*";

    public TrustedIssuer {
        kinds = Set.copyOf(kinds);
        scopes = Set.copyOf(scopes);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "meridian.security.issuers: say which kinds of callers " + issuer + " may vouch for");
        }
        if (speaksForGroup && kinds.equals(Set.of(CallerKind.CUSTOMER))) {
            throw new IllegalArgumentException("meridian.security.issuers: " + issuer
                    + " vouches for customers only, who never speak for the group");
        }
    }

    boolean mayGrant(String scope) {
        return scopes.contains(EVERY_SCOPE) || scopes.contains(scope);
    }
}
