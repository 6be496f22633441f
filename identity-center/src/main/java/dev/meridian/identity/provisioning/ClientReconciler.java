package dev.meridian.identity.provisioning;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings single clients of a realm into step with their plans: settings, claims and scopes, no less and no more. */
@Component
class ClientReconciler {

    private final KeycloakAdmin keycloak;

    ClientReconciler(KeycloakAdmin keycloak) {
        this.keycloak = keycloak;
    }

    /** Brings one client into step; the realm must be there. */
    int reconcile(String realm, ClientPlan client) {
        JsonNode found = keycloak.get("/realms/{realm}/clients?clientId={clientId}", realm, client.clientId());
        return reconcile(realm, client, found.get(0), scopeIds(realm));
    }

    /**
     * Brings the client into step; answers how many things had to be changed.
     *
     * @param actual the client as Keycloak has it; null where it has none
     * @param scopeIds Keycloak's ids of the realm's client scopes, by name
     */
    int reconcile(String realm, ClientPlan plan, @Nullable JsonNode actual, Map<String, String> scopeIds) {
        if (actual == null) {
            keycloak.create(whole(plan), "/realms/{realm}/clients", realm);
            return Change.made(realm, "client", plan.clientId());
        }
        String id = actual.path("id").asString();
        int changes = 0;
        if (!JsonShape.holds(actual, plan.settings())) {
            ObjectNode corrected = JsonShape.merged(actual, plan.settings());
            corrected.remove(List.of("protocolMappers", "defaultClientScopes", "optionalClientScopes"));
            keycloak.put(corrected, "/realms/{realm}/clients/{id}", realm, id);
            changes += Change.made(realm, "client", plan.clientId());
        }
        changes += mappers(realm, plan, id, actual.path("protocolMappers"));
        changes += defaultScopes(realm, plan, id, names(actual.path("defaultClientScopes")), scopeIds);
        changes += optionalScopes(realm, plan, id, names(actual.path("optionalClientScopes")), scopeIds);
        return changes;
    }

    private ObjectNode whole(ClientPlan plan) {
        ObjectNode whole = plan.settings().deepCopy();
        ArrayNode mappers = whole.putArray("protocolMappers");
        plan.mappers().values().forEach(mappers::add);
        ArrayNode scopes = whole.putArray("defaultClientScopes");
        plan.scopes().forEach(scopes::add);
        whole.putArray("optionalClientScopes");
        return whole;
    }

    /** Mappers beyond the plan are removed: one of them could claim another brand. */
    private int mappers(String realm, ClientPlan plan, String id, JsonNode present) {
        Map<String, JsonNode> byName = Change.byName(present, "name");
        String path = "/realms/{realm}/clients/{id}/protocol-mappers/models";
        int changes = 0;
        for (Map.Entry<String, ObjectNode> wanted : plan.mappers().entrySet()) {
            JsonNode actual = byName.remove(wanted.getKey());
            if (actual == null) {
                keycloak.create(wanted.getValue(), path, realm, id);
                changes += Change.made(realm, "mapper", plan.clientId() + "/" + wanted.getKey());
            } else if (!JsonShape.holds(actual, wanted.getValue())) {
                String mapperId = actual.path("id").asString();
                keycloak.put(JsonShape.merged(actual, wanted.getValue()), path + "/{mapper}", realm, id, mapperId);
                changes += Change.made(realm, "mapper", plan.clientId() + "/" + wanted.getKey());
            }
        }
        for (Map.Entry<String, JsonNode> extra : byName.entrySet()) {
            keycloak.delete(
                    path + "/{mapper}", realm, id, extra.getValue().path("id").asString());
            changes += Change.made(realm, "mapper", plan.clientId() + "/" + extra.getKey());
        }
        return changes;
    }

    private int defaultScopes(
            String realm, ClientPlan plan, String id, Set<String> present, Map<String, String> scopeIds) {
        String path = "/realms/{realm}/clients/{id}/default-client-scopes/{scope}";
        int changes = 0;
        for (String wanted : plan.scopes()) {
            if (!present.contains(wanted)) {
                keycloak.put(Map.of(), path, realm, id, scopeId(scopeIds, wanted));
                changes += Change.made(realm, "scope of client", plan.clientId() + "/" + wanted);
            }
        }
        for (String extra : present) {
            if (!plan.scopes().contains(extra)) {
                keycloak.delete(path, realm, id, scopeId(scopeIds, extra));
                changes += Change.made(realm, "scope of client", plan.clientId() + "/" + extra);
            }
        }
        return changes;
    }

    /** Optional scopes could be asked for by the client itself, so it has none. */
    private int optionalScopes(
            String realm, ClientPlan plan, String id, Set<String> present, Map<String, String> scopeIds) {
        int changes = 0;
        for (String extra : present) {
            keycloak.delete(
                    "/realms/{realm}/clients/{id}/optional-client-scopes/{scope}", realm, id, scopeId(scopeIds, extra));
            changes += Change.made(realm, "scope of client", plan.clientId() + "/" + extra);
        }
        return changes;
    }

    /** Keycloak's ids of the realm's client scopes, by name. */
    Map<String, String> scopeIds(String realm) {
        Map<String, String> ids = new HashMap<>();
        for (JsonNode scope : keycloak.get("/realms/{realm}/client-scopes", realm)) {
            ids.put(scope.path("name").asString(), scope.path("id").asString());
        }
        return ids;
    }

    private static String scopeId(Map<String, String> ids, String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new KeycloakFailure("Keycloak has no client scope " + name, null);
        }
        return id;
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new HashSet<>();
        list.forEach(name -> names.add(name.asString()));
        return names;
    }
}
