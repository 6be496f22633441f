package dev.meridian.identity.provisioning;

import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of a realm as it should be.
 *
 * @param clientId its name
 * @param settings what counts of its settings
 * @param mappers exactly the mappers it has, by name
 * @param scopes exactly the client scopes that every token of it has
 */
record ClientPlan(String clientId, ObjectNode settings, Map<String, ObjectNode> mappers, Set<String> scopes) {

    ClientPlan {
        mappers = Map.copyOf(mappers);
        scopes = Set.copyOf(scopes);
    }

    /** Without the settings, which may hold a secret. */
    @Override
    public String toString() {
        return "ClientPlan[" + clientId + "]";
    }
}
