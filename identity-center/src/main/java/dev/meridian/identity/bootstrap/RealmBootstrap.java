package dev.meridian.identity.bootstrap;

import dev.meridian.identity.keycloak.KeycloakClient;
import dev.meridian.identity.keycloak.KeycloakFailure;
import dev.meridian.identity.keycloak.KeycloakProperties;
import dev.meridian.identity.keycloak.KeycloakSession;
import dev.meridian.identity.keycloak.Realm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClient;

/**
 * Makes the realms, sets them as they should be, and gives this center an account in each that may do there what it
 * needs and nothing else. It may be run again at any time: what is right is left alone, and what differs is put right,
 * the secrets included.
 */
public final class RealmBootstrap {

    private static final String MASTER = "master";

    /** Keycloak's own client that holds the roles of a realm's administration. */
    private static final String MANAGEMENT = "realm-management";

    private final KeycloakSession session;
    private final KeycloakProperties properties;

    /**
     * A bootstrap that has not run.
     *
     * @param properties the realms and accounts to make
     * @param clientId an account of the realm {@code master} that may administer all of Keycloak
     * @param secret its secret
     */
    public RealmBootstrap(KeycloakProperties properties, String clientId, String secret) {
        this.session =
                new KeycloakSession(KeycloakSession.http(RestClient.builder(), properties), MASTER, clientId, secret);
        this.properties = properties;
    }

    /**
     * Makes what is missing and puts right what differs.
     *
     * @throws KeycloakFailure when Keycloak cannot be reached or does not let us
     */
    public void run() {
        for (Realm realm : Realm.values()) {
            String name = properties.nameOf(realm);
            settle(RealmSettings.of(name, realm.displayName()));
            keepFromUsers(name, realm.ownAttributes());
            KeycloakClient account = account(name, properties.secretIn(realm));
            grantExactly(name, account, realm.roles());
        }
    }

    private void settle(RealmSettings wanted) {
        RealmSettings actual =
                session.find(RealmSettings.class, "/{realm}", wanted.realm()).orElse(null);
        if (actual == null) {
            session.create(wanted, "");
        } else if (!actual.isLike(wanted)) {
            session.put(wanted, "/{realm}", wanted.realm());
        }
    }

    private void keepFromUsers(String realm, List<String> attributes) {
        if (attributes.isEmpty()) {
            return;
        }
        UserProfile actual = session.get(UserProfile.class, "/{realm}/users/profile", realm);
        UserProfile wanted = actual.withAdministrated(attributes);
        if (!actual.equals(wanted)) {
            session.put(wanted, "/{realm}/users/profile", realm);
        }
    }

    private KeycloakClient account(String realm, String secret) {
        KeycloakClient wanted = KeycloakClient.administrator(properties.clientId(), secret);
        KeycloakClient actual = find(realm, properties.clientId());
        if (actual == null) {
            session.create(wanted.with(List.of(), List.of("basic", "roles")), "/{realm}/clients", realm);
        } else if (!actual.holds(wanted)) {
            session.put(wanted, "/{realm}/clients/{id}", realm, actual.requireId());
        }
        return require(realm, properties.clientId());
    }

    private void grantExactly(String realm, KeycloakClient account, Set<String> wanted) {
        String user = session.get(User.class, "/{realm}/clients/{id}/service-account-user", realm, account.requireId())
                .id();
        String management = require(realm, MANAGEMENT).requireId();
        String granted = "/{realm}/users/{user}/role-mappings/clients/{management}";
        Map<String, Role> present = byName(session.get(Role[].class, granted, realm, user, management));
        Map<String, Role> known = byName(session.get(Role[].class, "/{realm}/clients/{id}/roles", realm, management));
        List<Role> missing = wanted.stream()
                .filter(name -> !present.containsKey(name))
                .map(name -> role(known, name))
                .toList();
        List<Role> beyond = present.values().stream()
                .filter(role -> !wanted.contains(role.name()))
                .toList();
        if (!missing.isEmpty()) {
            session.create(missing, granted, realm, user, management);
        }
        if (!beyond.isEmpty()) {
            session.deleteListed(beyond, granted, realm, user, management);
        }
    }

    private @Nullable KeycloakClient find(String realm, String clientId) {
        KeycloakClient[] found = session.get(KeycloakClient[].class, "/{realm}/clients?clientId={id}", realm, clientId);
        return found.length == 0 ? null : found[0];
    }

    private KeycloakClient require(String realm, String clientId) {
        KeycloakClient found = find(realm, clientId);
        if (found == null) {
            throw new KeycloakFailure("Keycloak has no client " + clientId, null);
        }
        return found;
    }

    private static Role role(Map<String, Role> known, String name) {
        Role role = known.get(name);
        if (role == null) {
            throw new KeycloakFailure("Keycloak has no role " + name, null);
        }
        return role;
    }

    private static Map<String, Role> byName(Role[] roles) {
        return Arrays.stream(roles).collect(Collectors.toMap(Role::name, role -> role));
    }
}
