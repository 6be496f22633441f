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
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@ExtendWith(OutputCaptureExtension.class)
class ClientsApiTests extends IdentityTest {

    private final ApiClient group;
    private final ApiClient api;
    private final TestDatabase database;

    ClientsApiTests(ApiClient api, TestDatabase database) {
        this.api = api;
        this.database = database;
        this.group = api.as(TestTokens.group(ALL));
    }

    @BeforeEach
    void keycloak_is_in_step() {
        awaitInStep(group);
    }

    @Test
    void a_new_client_signs_in_with_its_secret_which_is_told_no_more_once_it_was_used(CapturedOutput output) {
        String id = newId("aurora");

        ApiResponse created = put(id, "aurora", "customer:read", "event:write").expect(201);

        String secret = created.json().path("secret").asString();
        assertThat(created.header("Cache-Control")).hasValue("no-store");
        JsonNode claims = KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, id, secret));
        assertThat(claims.path("brand").asString()).isEqualTo("aurora");
        assertThat(claims.path("scope").asString().split(" ")).contains("customer:read", "event:write");
        assertThat(put(id, "aurora", "customer:read", "event:write")
                        .expect(200)
                        .json()
                        .has("secret"))
                .isFalse();
        assertThat(group.get("/api/clients").send().expect(200).text())
                .contains(id)
                .doesNotContain(secret);
        assertThat(output.getAll()).doesNotContain(secret);
    }

    @Test
    void changed_scopes_are_in_the_next_token_and_the_secret_stays() {
        String id = newId("aurora");
        String secret = put(id, "aurora", "customer:read", "event:write")
                .expect(201)
                .json()
                .path("secret")
                .asString();

        put(id, "aurora", "segment:read").expect(200);

        JsonNode claims = KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, id, secret));
        assertThat(claims.path("scope").asString().split(" ")).containsExactly("segment:read");
    }

    @Test
    void an_answer_that_was_lost_is_given_again_until_the_secret_was_used() {
        String id = newId("aurora");
        Map<String, Object> body = Map.of("brand", "aurora", "channel", "api", "scopes", List.of("customer:read"));

        String first = group.put("/api/clients/{id}", id)
                .idempotencyKey("key-" + id)
                .body(body)
                .send()
                .expect(201)
                .json()
                .path("secret")
                .asString();
        ApiResponse again = group.put("/api/clients/{id}", id)
                .idempotencyKey("key-" + id)
                .body(body)
                .send()
                .expect(200);

        assertThat(again.json().path("secret").asString()).isEqualTo(first);
        assertThat(again.header("Cache-Control")).hasValue("no-store");
        assertThat(put(id, "aurora", "customer:read")
                        .expect(200)
                        .json()
                        .path("secret")
                        .asString())
                .isEqualTo(first);
        assertThat(KeycloakTokens.token(PLATFORM, id, first)).isNotBlank();
        assertThat(put(id, "aurora", "customer:read").expect(200).json().has("secret"))
                .isFalse();
    }

    @Test
    void nobody_grants_what_he_does_not_hold() {
        ApiClient lesser = api.as(TestTokens.group(ADMIN, "customer:read"));
        String id = newId("aurora");

        lesser.put("/api/clients/{id}", id)
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("customer:read", "event:write")))
                .send()
                .expectProblem(403, "scopes_not_held");
        group.get("/api/clients/{id}", id).send().expectProblem(404, "not_found");
        lesser.put("/api/clients/{id}", id)
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("customer:read")))
                .send()
                .expect(201);
        put(id, "aurora", "event:write").expect(200);

        lesser.post("/api/clients/{id}/secrets", id).send().expectProblem(403, "scopes_not_held");
        lesser.post("/api/clients/{id}/disable", id).send().expect(200);
        lesser.post("/api/clients/{id}/enable", id).send().expectProblem(403, "scopes_not_held");
    }

    @Test
    void a_name_that_keycloak_uses_itself_is_taken() {
        put("realm-management", "*", "customer:read").expectProblem(409, "client_id_taken");
    }

    @Test
    void a_client_keeps_its_brand() {
        String id = newId("aurora");
        put(id, "aurora", "customer:read").expect(201);

        put(id, "boreal", "customer:read").expectProblem(409, "client_of_another_brand");
        put(id, "*", "customer:read").expectProblem(409, "client_of_another_brand");
    }

    @Test
    void an_id_says_the_brand_it_acts_for_so_no_two_brands_can_mean_the_same() {
        put(newId("boreal"), "aurora", "customer:read").expectProblem(409, "client_of_another_brand");
        put("group-" + UUID.randomUUID().toString().substring(0, 8), "aurora", "customer:read")
                .expectProblem(409, "client_of_another_brand");
        put(newId("aurora"), "*", "customer:read").expectProblem(409, "client_of_another_brand");
        group.unchecked()
                .put("/api/clients/{id}", "aurora.mini.program")
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("customer:read")))
                .send()
                .expectProblem(422, "invalid_request");
    }

    @Test
    void an_app_and_a_back_end_never_sign_in_under_the_same_id() {
        put("aurora.app", "aurora", "customer:read").expectProblem(409, "client_id_taken");
        String id = newId("aurora");
        put(id, "aurora", "customer:read").expect(201);

        group.put("/api/brands/{key}/channels/{channel}", "aurora", id.substring("aurora.".length()))
                .body(Map.of("kind", "app"))
                .send()
                .expectProblem(409, "client_id_taken");
    }

    @Test
    void the_database_refuses_an_id_of_another_brand_too() {
        int named = database.update(
                "insert into client_name (client_id, brand, realm) values ('boreal.stray', 'aurora', 'platform')");

        assertThat(named).isEqualTo(1);
        assertThatThrownBy(() -> database.update("""
            insert into api_client (client_id, brand, channel, scopes, created_at, updated_at)
            values ('boreal.stray', 'aurora', 'api', '{customer:read}', now(), now())
            """)).hasStackTraceContaining("client_id_is_of_its_brand");
    }

    @Test
    void a_brand_or_scope_that_does_not_exist_is_refused() {
        JsonNode brand = put(newId("nobody"), "nobody", "customer:read")
                .expectProblem(422, "invalid_request")
                .json();
        assertThat(brand.at("/errors/0/pointer").asString()).isEqualTo("/brand");

        JsonNode scope = group.unchecked()
                .put("/api/clients/{id}", newId("aurora"))
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("everything")))
                .send()
                .expectProblem(422, "invalid_request")
                .json();
        assertThat(scope.at("/errors/0/pointer").asString()).startsWith("/scopes");

        group.unchecked()
                .put("/api/clients/{id}", newId("aurora"))
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of()))
                .send()
                .expectProblem(422, "invalid_request");
    }

    @Test
    void a_brands_administrator_sees_its_clients_and_makes_none() {
        ApiClient boreal = api.as(TestTokens.brand("boreal", ADMIN));

        assertThat(boreal.get("/api/clients").send().expect(200).text())
                .doesNotContain("aurora.backend")
                .doesNotContain("operator");
        assertThat(api.as(TestTokens.brand("aurora", ADMIN))
                        .get("/api/clients")
                        .send()
                        .expect(200)
                        .text())
                .contains("aurora.backend")
                .doesNotContain("operator");
        boreal.put("/api/clients/{id}", newId("boreal"))
                .body(Map.of("brand", "boreal", "channel", "api", "scopes", List.of("platform:admin")))
                .send()
                .expectProblem(403, "group_required");
    }

    @Test
    void how_keycloak_stands_is_for_the_group() {
        api.as(TestTokens.brand("aurora", ADMIN))
                .get("/api/identity/provisioning")
                .send()
                .expectProblem(403, "group_required");
        JsonNode status =
                group.get("/api/identity/provisioning").send().expect(200).json();
        assertThat(status.path("realms").size()).isEqualTo(3);
    }

    private ApiResponse put(String id, String brand, String... scopes) {
        return group.put("/api/clients/{id}", id)
                .body(Map.of("brand", brand, "channel", "api", "scopes", List.of(scopes)))
                .send();
    }

    private static String newId(String brand) {
        return brand + ".c" + UUID.randomUUID().toString().substring(0, 12);
    }
}
