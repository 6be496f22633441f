package dev.meridian.identity.provisioning;

import dev.meridian.identity.keycloak.KeycloakClient;
import dev.meridian.identity.keycloak.KeycloakMapper;
import java.util.List;
import java.util.Set;

/**
 * A client of a realm as it should be.
 *
 * @param settings what counts of its settings
 * @param mappers exactly the mappers it has
 * @param scopes exactly the client scopes that every token of it has
 */
record ClientPlan(KeycloakClient settings, List<KeycloakMapper> mappers, Set<String> scopes) {

    ClientPlan {
        mappers = List.copyOf(mappers);
        scopes = Set.copyOf(scopes);
    }

    String clientId() {
        return settings.clientId();
    }

    /** The client as it is made where there is none. */
    KeycloakClient whole() {
        return settings.with(mappers, List.copyOf(scopes));
    }

    /** Without the settings, which may hold a secret. */
    @Override
    public String toString() {
        return "ClientPlan[" + clientId() + "]";
    }
}
