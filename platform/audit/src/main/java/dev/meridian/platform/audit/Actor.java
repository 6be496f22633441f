package dev.meridian.platform.audit;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.tokens.Caller;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param kind a program, a person of the group or a brand, or whoever deployed this center
 * @param scope in whose name; null in records of the time when that was not written down
 * @param issuer who vouches for it; null for the deployment
 * @param client the API client, or the one a person uses; null for the deployment
 * @param account the person's account; null for programs
 */
public record Actor(
        Kind kind,
        @Nullable BrandScope scope,
        @Nullable String issuer,
        @Nullable String client,
        @Nullable String account) {

    /** What kinds of actors there are. */
    public enum Kind {
        SERVICE,
        STAFF,
        CUSTOMER,
        DEPLOYMENT;

        /** The name on the wire and in the database. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /** The caller of a request. */
    public static Actor of(Caller caller) {
        return new Actor(
                Kind.valueOf(caller.kind().name()),
                caller.scope(),
                caller.issuer(),
                caller.clientId(),
                caller.account().orElse(null));
    }

    /** Whoever put this center and its seed in place. */
    public static Actor deployment() {
        return new Actor(Kind.DEPLOYMENT, BrandScope.group(), null, null, null);
    }

    /** One text per program or person: two acts of the same text are by the same. */
    public String person() {
        return switch (kind) {
            case SERVICE -> "service:" + client;
            case STAFF, CUSTOMER -> kind.wireName() + ":" + issuer + ":" + account;
            case DEPLOYMENT -> "deployment";
        };
    }

    /**
     * Whether the brand's administrators may be told who it was: its own people and programs, and the deployment, which
     * is nobody. Where the scope was not written down, a client's id says whose it is.
     */
    boolean isKnownTo(Brand brand) {
        if (kind == Kind.DEPLOYMENT) {
            return true;
        }
        return scope == null
                ? client != null && client.startsWith(brand.key() + ".")
                : scope.equals(BrandScope.of(brand));
    }
}
