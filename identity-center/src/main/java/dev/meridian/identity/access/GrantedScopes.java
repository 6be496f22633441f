package dev.meridian.identity.access;

import dev.meridian.platform.tokens.Caller;
import java.util.Set;

/** What a caller may hand on: no more than it holds. */
public final class GrantedScopes {

    private GrantedScopes() {}

    /** Whether the caller's token grants every one of the scopes. */
    public static boolean cover(Caller caller, Set<ApiScope> scopes) {
        return scopes.stream().allMatch(scope -> caller.may(scope.wireName()));
    }
}
