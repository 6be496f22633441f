package dev.meridian.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClientLifecycleTests extends IdentityTest {

    private final ApiClient group;
    private final TestDatabase database;

    ClientLifecycleTests(ApiClient api, TestDatabase database) {
        this.group = api.as(TestTokens.group(ALL));
        this.database = database;
    }

    @BeforeEach
    void keycloak_is_in_step() {
        awaitInStep(group);
    }

    @Test
    void a_disabled_client_cannot_sign_in_until_it_is_enabled() {
        String id = newId();
        String secret = register(id).path("secret").asString();
        assertThat(KeycloakTokens.token(PLATFORM, id, secret)).isNotBlank();

        group.post("/api/clients/{id}/disable", id).send().expect(200);
        assertThat(KeycloakTokens.token(PLATFORM, id, secret)).isEmpty();
        group.post("/api/clients/{id}/secrets", id).send().expectProblem(409, "client_disabled");
        put(id).expect(200);
        assertThat(KeycloakTokens.token(PLATFORM, id, secret)).isEmpty();

        group.post("/api/clients/{id}/enable", id).send().expect(200);
        assertThat(KeycloakTokens.token(PLATFORM, id, secret)).isNotBlank();
    }

    @Test
    void a_deleted_client_is_gone_and_its_id_is_never_used_again() {
        String id = newId();
        String secret = register(id).path("secret").asString();

        group.delete("/api/clients/{id}", id).send().expect(204);

        assertThat(KeycloakTokens.token(PLATFORM, id, secret)).isEmpty();
        group.get("/api/clients/{id}", id).send().expectProblem(404, "not_found");
        group.delete("/api/clients/{id}", id).send().expectProblem(404, "not_found");
        assertThat(group.get("/api/clients")
                        .query("limit", 500)
                        .send()
                        .expect(200)
                        .text())
                .doesNotContain(id);
        put(id).expectProblem(409, "client_deleted");
    }

    @Test
    void a_secret_is_replaced_while_both_are_good() {
        String id = newId();
        String first = register(id).path("secret").asString();

        JsonNode second =
                group.post("/api/clients/{id}/secrets", id).send().expect(201).json();

        String name = second.path("clientId").asString();
        assertThat(KeycloakTokens.token(PLATFORM, id, first)).isNotBlank();
        JsonNode claims = KeycloakTokens.claims(
                KeycloakTokens.token(PLATFORM, name, second.path("secret").asString()));
        assertThat(claims.path("azp").asString()).isEqualTo(id);
        assertThat(claims.path("brand").asString()).isEqualTo("aurora");
        group.post("/api/clients/{id}/secrets", id).send().expectProblem(409, "two_secrets_live");

        group.delete("/api/clients/{id}/secrets/{number}", id, 1).send().expect(200);
        assertThat(KeycloakTokens.token(PLATFORM, id, first)).isEmpty();
        assertThat(KeycloakTokens.token(PLATFORM, name, second.path("secret").asString()))
                .isNotBlank();
        group.delete("/api/clients/{id}/secrets/{number}", id, 2).send().expectProblem(409, "last_secret");
        group.delete("/api/clients/{id}/secrets/{number}", id, 1).send().expectProblem(404, "not_found");
    }

    @Test
    void rights_that_change_change_under_both_names() {
        String id = newId();
        String first = register(id).path("secret").asString();
        JsonNode second =
                group.post("/api/clients/{id}/secrets", id).send().expect(201).json();

        group.put("/api/clients/{id}", id)
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("segment:read")))
                .send()
                .expect(200);

        assertThat(scope(id, first)).isEqualTo("segment:read");
        assertThat(scope(
                        second.path("clientId").asString(),
                        second.path("secret").asString()))
                .isEqualTo("segment:read");
    }

    @Test
    void the_answer_with_a_second_secret_is_given_again_under_its_key_until_that_secret_was_used() {
        String id = newId();
        assertThat(KeycloakTokens.token(
                        PLATFORM, id, register(id).path("secret").asString()))
                .isNotBlank();
        JsonNode told = issue(id, "rotation-1").expect(201).json();
        String secret = told.path("secret").asString();

        assertThat(issue(id, "rotation-1").expect(201).json().path("secret").asString())
                .isEqualTo(secret);
        issue(id, "rotation-2").expectProblem(409, "two_secrets_live");

        assertThat(KeycloakTokens.token(PLATFORM, told.path("clientId").asString(), secret))
                .isNotBlank();
        issue(id, "rotation-1").expectProblem(409, "secret_in_use");
    }

    @Test
    void the_database_keeps_two_good_secrets_at_most() {
        String id = newId();
        assertThat(register(id).path("secret").asString()).isNotBlank();
        group.post("/api/clients/{id}/secrets", id).send().expect(201);

        assertThatThrownBy(() -> database.update("""
            insert into client_secret (client_id, brand, generation, slot, issued_at)
            values (?, 'aurora', 3, 2, now())
            """, id)).hasStackTraceContaining("client_secret_two_are_good");
    }

    private ApiResponse issue(String id, String key) {
        return group.post("/api/clients/{id}/secrets", id).idempotencyKey(key).send();
    }

    private JsonNode register(String id) {
        return put(id).expect(201).json();
    }

    private ApiResponse put(String id) {
        return group.put("/api/clients/{id}", id)
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("customer:read")))
                .send();
    }

    private static String scope(String name, String secret) {
        return KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, name, secret))
                .path("scope")
                .asString();
    }

    private static String newId() {
        return "aurora.l" + UUID.randomUUID().toString().substring(0, 12);
    }
}
