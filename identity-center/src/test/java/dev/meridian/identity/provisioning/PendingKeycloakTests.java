package dev.meridian.identity.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.identity.TestRealms;
import dev.meridian.platform.servers.KeycloakAddress;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.ExtraServer;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@CenterTest(extraServers = ExtraServer.KEYCLOAK)
class PendingKeycloakTests {

    /** As many as the center has connections to its database. */
    private static final int CONNECTIONS = 8;

    private static final Relay WAY = way();

    private final ApiClient group;

    PendingKeycloakTests(ApiClient api) {
        this.group = api.as(TestTokens.group("identity:admin", "customer:read"));
    }

    @DynamicPropertySource
    static void keycloakBehindTheRelay(DynamicPropertyRegistry registry) {
        TestRealms.with("p" + UUID.randomUUID().toString().substring(0, 8) + "-")
                .makeAndName(registry);
        registry.add("meridian.keycloak.admin-address", WAY::url);
        registry.add("meridian.provisioning.every", () -> "1h");
    }

    @AfterAll
    static void close() throws IOException {
        WAY.close();
    }

    @Test
    void calls_that_wait_for_keycloak_take_no_connection_from_those_that_read() throws Exception {
        WAY.open();
        group.put("/api/brands/{key}", "delta")
                .body(Map.of("name", Map.of("en", "Delta", "zh", "三角洲")))
                .send()
                .expect(201);
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(group.get("/api/identity/provisioning")
                                .send()
                                .json()
                                .path("state")
                                .asString())
                        .isEqualTo("in_step"));

        WAY.hold();
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<ApiResponse>> pending = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                String id = "delta.back-end-" + i;
                pending.add(threads.submit(() -> group.put("/api/clients/{id}", id)
                        .body(Map.of("brand", "delta", "channel", "api", "scopes", List.of("customer:read")))
                        .send()));
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(WAY.holds()).isTrue());

            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                group.get("/api/brands").send().expect(200);
            }
            assertThat(pending).noneMatch(Future::isDone);

            WAY.letThrough();
            List<Integer> answers = new ArrayList<>();
            for (Future<ApiResponse> each : pending) {
                answers.add(each.get().status());
            }
            // Those that had to wait too long behind the others are told so; none is broken.
            assertThat(answers).contains(201).isSubsetOf(201, 503);
        }
    }

    private static Relay way() {
        KeycloakAddress keycloak = SharedServers.keycloak();
        return new Relay(keycloak.host(), keycloak.port());
    }
}
