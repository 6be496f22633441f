package dev.meridian.identity.keycloak;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The realms this center looks after. */
public enum Realm {
    /** Back ends: one client per live secret of an API client. Who signed in tells whether a secret was ever used. */
    PLATFORM("Meridian", Set.of("manage-clients", "view-events"), List.of()),

    /** Customers of all brands: one client per brand and channel. */
    CUSTOMERS("Customers", Set.of("manage-clients"), List.of("acct", "cid")),

    /** The people of the group. */
    STAFF("Staff", Set.of("manage-clients"), List.of());

    private final String displayName;

    @SuppressWarnings("ImmutableEnumChecker") // as Set.of makes it
    private final Set<String> roles;

    @SuppressWarnings("ImmutableEnumChecker") // as List.of makes it
    private final List<String> ownAttributes;

    Realm(String displayName, Set<String> roles, List<String> ownAttributes) {
        this.displayName = displayName;
        this.roles = roles;
        this.ownAttributes = ownAttributes;
    }

    /** Its name in Keycloak, before any prefix. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What people read. */
    public String displayName() {
        return displayName;
    }

    /** What this center's own service account may do there, of the realm's {@code realm-management}: no more than it does. */
    public Set<String> roles() {
        return roles;
    }

    /** Attributes of its users that only administrators may see and set: they decide whose data a token shows. */
    public List<String> ownAttributes() {
        return ownAttributes;
    }
}
