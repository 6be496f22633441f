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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@CenterTest(extraServers = ExtraServer.KEYCLOAK)
class KeycloakAwayTests {

    private static final String PREFIX = "a" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private static final Relay WAY = way();

    private final ApiClient group;
    private final int port;

    KeycloakAwayTests(ApiClient api, @LocalManagementPort int port) {
        this.group = api.as(TestTokens.group("identity:admin", "customer:read"));
        this.port = port;
    }

    @DynamicPropertySource
    static void keycloakBehindTheRelay(DynamicPropertyRegistry registry) {
        TestRealms.with(PREFIX).makeAndName(registry);
        registry.add("meridian.keycloak.admin-address", WAY::url);
        registry.add("meridian.provisioning.retry-longest", () -> "2s");
    }

    @AfterAll
    static void close() throws IOException {
        WAY.close();
    }

    @Test
    void the_center_starts_and_serves_without_keycloak_and_brings_it_into_step_when_it_comes()
            throws IOException, InterruptedException {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(state()).isEqualTo("failing"));
        assertThat(readiness()).isEqualTo(200);
        group.put("/api/brands/{key}", "delta")
                .body(Map.of("name", Map.of("en", "Delta", "zh", "三角洲")))
                .send()
                .expect(201);
        putClient().expectProblem(503, "capability_unavailable");
        assertThat(group.get("/api/clients")
                        .send()
                        .expect(200)
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();

        WAY.open();

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(state()).isEqualTo("in_step"));
        putClient().expect(201);
    }

    private ApiResponse putClient() {
        return group.put("/api/clients/{id}", "delta.backend")
                .body(Map.of("brand", "delta", "channel", "api", "scopes", List.of("customer:read")))
                .send();
    }

    private String state() {
        return group.get("/api/identity/provisioning")
                .send()
                .expect(200)
                .json()
                .path("state")
                .asString();
    }

    private int readiness() throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static Relay way() {
        KeycloakAddress keycloak = SharedServers.keycloak();
        return new Relay(keycloak.host(), keycloak.port());
    }
}
