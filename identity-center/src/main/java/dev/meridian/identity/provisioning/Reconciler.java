package dev.meridian.identity.provisioning;

import dev.meridian.identity.access.ApiScope;
import dev.meridian.identity.keycloak.KeycloakClient;
import dev.meridian.identity.keycloak.KeycloakRealm;
import dev.meridian.identity.keycloak.KeycloakRealms;
import dev.meridian.identity.keycloak.KeycloakScope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Brings the clients and scopes of one realm into step with its plan: makes what is missing, corrects what differs, and
 * writes nothing where all is well. The realm itself, its settings and this center's account there are made by the
 * bootstrap, which is done under another account and not by the running center.
 */
@Component
class Reconciler {

    private final KeycloakRealms realms;
    private final ClientReconciler clients;

    Reconciler(KeycloakRealms realms, ClientReconciler clients) {
        this.realms = realms;
        this.clients = clients;
    }

    /** Brings the realm into step; answers how many things had to be changed. */
    int reconcile(RealmPlan plan) {
        KeycloakRealm realm = realms.of(plan.realm());
        int changes = scopes(realm);
        Map<String, String> scopeIds = clients.scopeIds(realm);
        Map<String, KeycloakClient> present = new HashMap<>();
        realm.clients().forEach(client -> present.put(client.clientId(), client));
        for (ClientPlan client : plan.clients()) {
            changes += clients.reconcile(realm, client, present.get(client.clientId()), scopeIds);
        }
        return changes + retire(realm, plan, present);
    }

    private int scopes(KeycloakRealm realm) {
        Map<String, KeycloakScope> present = new HashMap<>();
        realm.scopes().forEach(scope -> present.put(scope.name(), scope));
        int changes = 0;
        for (ApiScope scope : ApiScope.values()) {
            KeycloakScope wanted = KeycloakScope.of(scope.wireName(), scope.description());
            KeycloakScope actual = present.get(scope.wireName());
            if (actual == null) {
                realm.create(wanted);
                changes += Change.made(realm.name(), "scope", scope.wireName());
            } else if (!actual.holds(wanted)) {
                realm.update(actual, wanted);
                changes += Change.made(realm.name(), "scope", scope.wireName());
            }
        }
        return changes;
    }

    /** Clients of ours that nobody wants any more can no longer sign in. */
    private int retire(KeycloakRealm realm, RealmPlan plan, Map<String, KeycloakClient> present) {
        Set<String> wanted = new HashSet<>();
        plan.clients().forEach(client -> wanted.add(client.clientId()));
        int changes = 0;
        for (KeycloakClient client : present.values()) {
            if (RealmPlans.isOurs(client)
                    && !wanted.contains(client.clientId())
                    && Boolean.TRUE.equals(client.enabled())) {
                realm.update(client, KeycloakClient.disabled(client.clientId()));
                changes += Change.made(realm.name(), "client", client.clientId());
            }
        }
        return changes;
    }
}
