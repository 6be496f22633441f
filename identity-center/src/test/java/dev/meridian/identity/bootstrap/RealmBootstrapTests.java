package dev.meridian.identity.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.identity.IdentityTest;
import dev.meridian.identity.TestRealms;
import dev.meridian.identity.keycloak.KeycloakProperties;
import dev.meridian.identity.keycloak.Realm;
import dev.meridian.identity.provisioning.KeycloakInspector;
import dev.meridian.platform.servers.SharedServers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;

class RealmBootstrapTests extends IdentityTest {

    private final KeycloakProperties keycloak;
    private final Environment environment;
    private final KeycloakInspector inspector = new KeycloakInspector(SharedServers.keycloak());

    RealmBootstrapTests(KeycloakProperties keycloak, Environment environment) {
        this.keycloak = keycloak;
        this.environment = environment;
    }

    @Test
    void the_running_center_may_manage_clients_of_its_realms_and_nothing_else() {
        KeycloakInspector platform = account(Realm.PLATFORM);
        KeycloakInspector customers = account(Realm.CUSTOMERS);

        assertThat(platform.statusOf("GET", null, "/realms/{realm}/clients", PLATFORM))
                .isEqualTo(200);
        assertThat(platform.statusOf("GET", null, "/realms/{realm}/events", PLATFORM))
                .isEqualTo(200);
        assertThat(customers.statusOf("GET", null, "/realms/{realm}/events", CUSTOMERS))
                .isEqualTo(403);
        for (String elsewhere : List.of("master", CUSTOMERS)) {
            assertThat(platform.statusOf("GET", null, "/realms/{realm}/clients", elsewhere))
                    .isEqualTo(403);
        }
        assertThat(platform.statusOf("PUT", Map.of("enabled", false), "/realms/{realm}", PLATFORM))
                .isEqualTo(403);
        assertThat(platform.statusOf("DELETE", null, "/realms/{realm}", PLATFORM))
                .isEqualTo(403);
        assertThat(platform.statusOf("POST", Map.of("username", "mallory"), "/realms/{realm}/users", PLATFORM))
                .isEqualTo(403);
        assertThat(platform.statusOf("POST", Map.of("realm", "another"), "/realms"))
                .isEqualTo(403);
    }

    @Test
    void the_running_center_does_not_know_the_account_that_may_do_everything() {
        assertThat(environment.getProperty("meridian.keycloak.client-id"))
                .isNotEqualTo(SharedServers.keycloak().adminClientId());
        for (Realm realm : Realm.values()) {
            assertThat(keycloak.secretIn(realm))
                    .isNotEqualTo(SharedServers.keycloak().adminClientSecret());
        }
    }

    @Test
    void it_puts_right_what_was_changed_and_may_be_run_again() {
        String prefix = "b" + UUID.randomUUID().toString().substring(0, 8) + "-";
        TestRealms realms = TestRealms.with(prefix);
        String customers = prefix + "customers";
        realms.bootstrap().run();
        inspector.put(Map.of("accessTokenLifespan", 86_400), "/realms/{realm}", customers);

        realms.bootstrap().run();

        JsonNode realm = inspector.get("/realms/{realm}", customers);
        assertThat(realm.path("accessTokenLifespan").asInt()).isEqualTo(300);
        assertThat(realm.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(inspector
                        .get("/realms/{realm}/users/profile", customers)
                        .path("attributes")
                        .toString())
                .contains("\"name\":\"username\"", "\"name\":\"cid\"");
    }

    private KeycloakInspector account(Realm realm) {
        return new KeycloakInspector(
                SharedServers.keycloak().url(), keycloak.nameOf(realm), keycloak.clientId(), keycloak.secretIn(realm));
    }
}
