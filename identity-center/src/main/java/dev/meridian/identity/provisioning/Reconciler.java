package dev.meridian.identity.provisioning;

import dev.meridian.identity.clients.ApiScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings one realm into step with its plan: makes what is missing, corrects what differs, and writes nothing where all
 * is well. Two centers at it at once do no harm: one of them meets something the other just made, fails, and looks again.
 */
@Component
class Reconciler {

    private static final int PAGE = 200;

    private final KeycloakAdmin keycloak;
    private final ClientReconciler clients;
    private final RealmPlans plans;
    private final JsonMapper json;

    Reconciler(KeycloakAdmin keycloak, ClientReconciler clients, RealmPlans plans, JsonMapper json) {
        this.keycloak = keycloak;
        this.clients = clients;
        this.plans = plans;
        this.json = json;
    }

    /** Brings the realm into step; answers how many things had to be changed. */
    int reconcile(RealmPlan plan) {
        int changes = realm(plan);
        changes += scopes(plan.realm());
        changes += userAttributes(plan);
        Map<String, String> scopeIds = clients.scopeIds(plan.realm());
        Map<String, JsonNode> present = present(plan.realm());
        for (ClientPlan client : plan.clients()) {
            changes += clients.reconcile(plan.realm(), client, present.get(client.clientId()), scopeIds);
        }
        changes += retire(plan, present);
        return changes;
    }

    private int realm(RealmPlan plan) {
        JsonNode actual = keycloak.find("/realms/{realm}", plan.realm()).orElse(null);
        if (actual == null) {
            keycloak.create(plan.settings(), "/realms");
            return Change.made(plan.realm(), "realm", plan.realm());
        }
        if (JsonShape.holds(actual, plan.settings())) {
            return 0;
        }
        keycloak.put(JsonShape.merged(actual, plan.settings()), "/realms/{realm}", plan.realm());
        return Change.made(plan.realm(), "realm", plan.realm());
    }

    private int scopes(String realm) {
        Map<String, JsonNode> present = Change.byName(keycloak.get("/realms/{realm}/client-scopes", realm), "name");
        int changes = 0;
        for (ApiScope scope : ApiScope.values()) {
            ObjectNode wanted = plans.scope(scope);
            JsonNode actual = present.get(scope.wireName());
            if (actual == null) {
                keycloak.create(wanted, "/realms/{realm}/client-scopes", realm);
                changes += Change.made(realm, "scope", scope.wireName());
            } else if (!JsonShape.holds(actual, wanted)) {
                keycloak.put(
                        JsonShape.merged(actual, wanted),
                        "/realms/{realm}/client-scopes/{id}",
                        realm,
                        actual.path("id").asString());
                changes += Change.made(realm, "scope", scope.wireName());
            }
        }
        return changes;
    }

    /** Whose customer a user is decides what a token shows, so users themselves can neither see nor set it. */
    private int userAttributes(RealmPlan plan) {
        if (plan.ownAttributes().isEmpty()) {
            return 0;
        }
        ObjectNode profile = (ObjectNode) keycloak.get("/realms/{realm}/users/profile", plan.realm());
        ArrayNode attributes = profile.withArray("attributes");
        Map<String, JsonNode> present = Change.byName(attributes, "name");
        List<String> differing = new ArrayList<>();
        for (String name : plan.ownAttributes()) {
            ObjectNode wanted = administratorsAttribute(name);
            JsonNode actual = present.get(name);
            if (actual == null) {
                attributes.add(wanted);
                differing.add(name);
            } else if (!JsonShape.holds(actual, wanted)) {
                attributes.set(indexOf(attributes, name), JsonShape.merged(actual, wanted));
                differing.add(name);
            }
        }
        if (differing.isEmpty()) {
            return 0;
        }
        keycloak.put(profile, "/realms/{realm}/users/profile", plan.realm());
        int changes = 0;
        for (String name : differing) {
            changes += Change.made(plan.realm(), "user attribute", name);
        }
        return changes;
    }

    private ObjectNode administratorsAttribute(String name) {
        ObjectNode wanted = json.createObjectNode();
        wanted.put("name", name);
        wanted.put("multivalued", false);
        ObjectNode permissions = wanted.putObject("permissions");
        permissions.putArray("view").add("admin");
        permissions.putArray("edit").add("admin");
        return wanted;
    }

    private static int indexOf(ArrayNode attributes, String name) {
        for (int i = 0; i < attributes.size(); i++) {
            if (attributes.path(i).path("name").asString("").equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("No attribute " + name);
    }

    /** Clients of ours that nobody wants any more can no longer sign in. */
    private int retire(RealmPlan plan, Map<String, JsonNode> present) {
        Set<String> wanted = new HashSet<>();
        plan.clients().forEach(client -> wanted.add(client.clientId()));
        int changes = 0;
        for (JsonNode client : present.values()) {
            String clientId = client.path("clientId").asString();
            boolean ours = client.path("attributes")
                    .path(RealmPlans.MANAGED)
                    .asString("")
                    .equals("true");
            if (ours && !wanted.contains(clientId) && client.path("enabled").asBoolean(false)) {
                ObjectNode disabled = (ObjectNode) client.deepCopy();
                disabled.put("enabled", false);
                keycloak.put(
                        disabled,
                        "/realms/{realm}/clients/{id}",
                        plan.realm(),
                        client.path("id").asString());
                changes += Change.made(plan.realm(), "client", clientId);
            }
        }
        return changes;
    }

    private Map<String, JsonNode> present(String realm) {
        Map<String, JsonNode> clients = new HashMap<>();
        int size;
        int first = 0;
        do {
            JsonNode page = keycloak.get("/realms/{realm}/clients?first={first}&max={max}", realm, first, PAGE);
            clients.putAll(Change.byName(page, "clientId"));
            size = page.size();
            first += PAGE;
        } while (size == PAGE);
        return clients;
    }
}
