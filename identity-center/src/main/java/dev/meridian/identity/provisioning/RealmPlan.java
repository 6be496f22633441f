package dev.meridian.identity.provisioning;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A realm as it should be.
 *
 * @param realm its name
 * @param settings what counts of its settings
 * @param clients the clients that belong to it
 * @param ownAttributes attributes of its users that only administrators may see and set
 */
record RealmPlan(String realm, ObjectNode settings, List<ClientPlan> clients, List<String> ownAttributes) {

    RealmPlan {
        clients = List.copyOf(clients);
        ownAttributes = List.copyOf(ownAttributes);
    }
}
