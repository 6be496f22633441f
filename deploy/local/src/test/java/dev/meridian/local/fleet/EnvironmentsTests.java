package dev.meridian.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsTests {

    @TempDir
    Path root;

    private Environments environments;

    @BeforeEach
    void fleet() {
        FleetFolder folder = FleetFolder.of(root);
        environments = new Environments(
                PortWishes.above(9000).given(Optional.empty()),
                new Secrets(folder.secrets(), new SecureRandom()),
                folder,
                Map.of("MERIDIAN_OTLP_ENDPOINT", "http://collector:4318"));
    }

    @Test
    void a_center_works_under_a_role_that_does_not_own_its_database() {
        Map<String, String> environment = environments.of("membership-center");

        assertThat(environment)
                .containsEntry("MERIDIAN_PORT", "9003")
                .containsEntry("MERIDIAN_ADDRESS", "127.0.0.1")
                .containsEntry("MERIDIAN_MANAGEMENT_PORT", "10003")
                .containsEntry("MERIDIAN_MANAGEMENT_ADDRESS", "127.0.0.1")
                .containsEntry("MERIDIAN_DB_URL", "jdbc:postgresql://127.0.0.1:9110/membership")
                .doesNotContainKeys("MERIDIAN_DB_OWNER", "MERIDIAN_DB_OWNER_PASSWORD")
                .containsEntry("MERIDIAN_DB_USER", "membership_app")
                .containsEntry("MERIDIAN_KAFKA", "127.0.0.1:9112")
                .containsEntry("MERIDIAN_KEYCLOAK", "http://127.0.0.1:9100")
                .containsEntry("MERIDIAN_TOKEN_ISSUER", "http://127.0.0.1:9100")
                .containsEntry("MERIDIAN_TOKEN_KEYS", "http://127.0.0.1:9100")
                .containsEntry("MERIDIAN_OTLP_ENDPOINT", "http://collector:4318")
                .containsEntry("MERIDIAN_TOPIC_PREFIX", "");
    }

    @Test
    void purchases_of_long_ago_earn_in_a_demonstration() {
        assertThat(environments.of("membership-center"))
                .containsEntry("MERIDIAN_FIRST_PROGRAMME_EARNS_SINCE", "1970-01-01T00:00:00Z");
    }

    @Test
    void only_the_migration_knows_who_owns_the_schema() {
        Map<String, String> migration = environments.migrationOf("membership-center");

        assertThat(migration)
                .containsEntry("MERIDIAN_DB_OWNER", "membership_owner")
                .containsEntry("MERIDIAN_DB_USER", "membership_app");
        assertThat(migration.get("MERIDIAN_DB_OWNER_PASSWORD")).isNotEqualTo(migration.get("MERIDIAN_DB_PASSWORD"));
        assertThat(environments.migrationOf("gateway")).isEmpty();
    }

    @Test
    void only_customer_center_has_the_keys_of_personal_data() {
        assertThat(environments.of("customer-center"))
                .containsKeys("MERIDIAN_KEY_ENCRYPTION_KEY", "MERIDIAN_BLIND_INDEX_KEY");
        for (String other : List.of("identity-center", "membership-center", "tag-center", "gateway")) {
            assertThat(environments.of(other))
                    .doesNotContainKeys("MERIDIAN_KEY_ENCRYPTION_KEY", "MERIDIAN_BLIND_INDEX_KEY");
        }
    }

    @Test
    void identity_center_gets_the_seed_and_a_secret_for_every_demo_client() {
        Map<String, String> environment = environments.of("identity-center");

        assertThat(environment)
                .containsEntry("MERIDIAN_KEYCLOAK_ADMIN", "http://127.0.0.1:9100")
                .containsKeys(
                        "MERIDIAN_KEYCLOAK_PLATFORM_SECRET",
                        "MERIDIAN_KEYCLOAK_CUSTOMERS_SECRET",
                        "MERIDIAN_KEYCLOAK_STAFF_SECRET")
                .containsEntry(
                        "MERIDIAN_SEED", root.resolve(".meridian/seed.yaml").toString());
        for (DemoClient client : DemoClient.values()) {
            assertThat(environment).containsKey("MERIDIAN_" + client.name() + "_CLIENT_SECRET");
        }
    }

    @Test
    void the_account_that_may_do_everything_in_keycloak_is_known_to_the_bootstrap_alone() {
        Map<String, String> bootstrap = environments.bootstrapOf("identity-center");
        String secret = bootstrap.get("MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_SECRET");

        assertThat(secret).isNotBlank();
        assertThat(bootstrap).containsAllEntriesOf(environments.of("identity-center"));
        for (String service :
                List.of("identity-center", "customer-center", "membership-center", "tag-center", "gateway")) {
            assertThat(environments.of(service).values()).doesNotContain(secret);
        }
        for (String other : List.of("customer-center", "membership-center", "tag-center", "gateway")) {
            assertThat(environments.bootstrapOf(other)).isEmpty();
        }
    }

    @Test
    void the_gateway_knows_redis_and_every_center_but_no_database() {
        assertThat(environments.of("gateway"))
                .containsEntry("MERIDIAN_REDIS_PORT", "9111")
                .containsEntry("MERIDIAN_IDENTITY_CENTER", "http://127.0.0.1:9001")
                .containsEntry("MERIDIAN_CUSTOMER_CENTER", "http://127.0.0.1:9002")
                .containsEntry("MERIDIAN_MEMBERSHIP_CENTER", "http://127.0.0.1:9003")
                .containsEntry("MERIDIAN_TAG_CENTER", "http://127.0.0.1:9004")
                .doesNotContainKeys("MERIDIAN_DB_URL", "MERIDIAN_DB_PASSWORD");
        assertThat(environments.of("tag-center")).containsEntry("MERIDIAN_ELASTICSEARCH", "http://127.0.0.1:9114");
    }
}
