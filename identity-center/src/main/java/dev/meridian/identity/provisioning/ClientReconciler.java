package dev.meridian.identity.provisioning;

import dev.meridian.identity.keycloak.KeycloakClient;
import dev.meridian.identity.keycloak.KeycloakFailure;
import dev.meridian.identity.keycloak.KeycloakMapper;
import dev.meridian.identity.keycloak.KeycloakRealm;
import dev.meridian.identity.keycloak.KeycloakScope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings single clients of a realm into step with their plans: settings, claims and scopes, no less and no more. */
@Component
class ClientReconciler {

    /** Brings one client into step; the realm must be there. */
    int reconcile(KeycloakRealm realm, ClientPlan plan) {
        return reconcile(realm, plan, realm.client(plan.clientId()).orElse(null), scopeIds(realm));
    }

    /**
     * Brings the client into step; answers how many things had to be changed.
     *
     * @param actual the client as Keycloak has it; null where it has none
     * @param scopeIds Keycloak's ids of the realm's client scopes, by name
     */
    int reconcile(KeycloakRealm realm, ClientPlan plan, @Nullable KeycloakClient actual, Map<String, String> scopeIds) {
        if (actual == null) {
            realm.create(plan.whole());
            return Change.made(realm.name(), "client", plan.clientId());
        }
        int changes = 0;
        if (!actual.holds(plan.settings())) {
            realm.update(actual, plan.settings());
            changes += Change.made(realm.name(), "client", plan.clientId());
        }
        changes += mappers(realm, plan, actual);
        changes += defaultScopes(realm, plan, actual, scopeIds);
        changes += optionalScopes(realm, plan, actual, scopeIds);
        return changes;
    }

    /** Keycloak's ids of the realm's client scopes, by name. */
    Map<String, String> scopeIds(KeycloakRealm realm) {
        Map<String, String> ids = new HashMap<>();
        for (KeycloakScope scope : realm.scopes()) {
            ids.put(scope.name(), String.valueOf(scope.id()));
        }
        return ids;
    }

    /** Mappers beyond the plan are removed: one of them could claim another brand. */
    private int mappers(KeycloakRealm realm, ClientPlan plan, KeycloakClient client) {
        Map<String, KeycloakMapper> present = new HashMap<>();
        listed(client.protocolMappers()).forEach(mapper -> present.put(mapper.name(), mapper));
        int changes = 0;
        for (KeycloakMapper wanted : plan.mappers()) {
            KeycloakMapper actual = present.remove(wanted.name());
            if (actual == null) {
                realm.add(client, wanted);
                changes += Change.made(realm.name(), "mapper", plan.clientId() + "/" + wanted.name());
            } else if (!actual.holds(wanted)) {
                realm.replace(client, actual, wanted);
                changes += Change.made(realm.name(), "mapper", plan.clientId() + "/" + wanted.name());
            }
        }
        for (KeycloakMapper extra : present.values()) {
            realm.remove(client, extra);
            changes += Change.made(realm.name(), "mapper", plan.clientId() + "/" + extra.name());
        }
        return changes;
    }

    private int defaultScopes(
            KeycloakRealm realm, ClientPlan plan, KeycloakClient client, Map<String, String> scopeIds) {
        Set<String> present = new HashSet<>(listed(client.defaultClientScopes()));
        int changes = 0;
        for (String wanted : plan.scopes()) {
            if (!present.remove(wanted)) {
                realm.link(client, scopeId(scopeIds, wanted));
                changes += Change.made(realm.name(), "scope of client", plan.clientId() + "/" + wanted);
            }
        }
        for (String extra : present) {
            realm.unlink(client, scopeId(scopeIds, extra));
            changes += Change.made(realm.name(), "scope of client", plan.clientId() + "/" + extra);
        }
        return changes;
    }

    /** Optional scopes could be asked for by the client itself, so it has none. */
    private int optionalScopes(
            KeycloakRealm realm, ClientPlan plan, KeycloakClient client, Map<String, String> scopeIds) {
        int changes = 0;
        for (String extra : listed(client.optionalClientScopes())) {
            realm.unlinkOptional(client, scopeId(scopeIds, extra));
            changes += Change.made(realm.name(), "scope of client", plan.clientId() + "/" + extra);
        }
        return changes;
    }

    private static String scopeId(Map<String, String> ids, String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new KeycloakFailure("Keycloak has no client scope " + name, null);
        }
        return id;
    }

    private static <T> List<T> listed(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
