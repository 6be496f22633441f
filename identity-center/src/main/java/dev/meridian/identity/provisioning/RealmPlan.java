package dev.meridian.identity.provisioning;

import dev.meridian.identity.keycloak.Realm;
import java.util.List;

/**
 * What a realm should hold.
 *
 * @param realm which one
 * @param clients the clients that belong to it
 */
record RealmPlan(Realm realm, List<ClientPlan> clients) {

    RealmPlan {
        clients = List.copyOf(clients);
    }
}
