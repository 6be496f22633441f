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

class ClientApprovalTests extends IdentityTest {

    private final ApiClient api;
    private final TestDatabase database;
    private final ApiClient asker;
    private final ApiClient second;

    ClientApprovalTests(ApiClient api, TestDatabase database) {
        this.api = api;
        this.database = database;
        this.asker = as("asker-" + UUID.randomUUID().toString().substring(0, 8));
        this.second = as("second-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @BeforeEach
    void keycloak_is_in_step() {
        awaitInStep(asker);
    }

    @Test
    void a_client_of_the_group_has_no_right_and_no_secret_before_a_second_person_approved_it() {
        String id = newId();

        ApiResponse asked = put(asker, id, "customer:read").expect(201);

        assertThat(asked.json().path("state").asString()).isEqualTo("pending");
        assertThat(asked.json().path("scopes").size()).isZero();
        assertThat(asked.json().has("secret")).isFalse();
        assertThat(put(asker, id, "customer:read").expect(200).json().has("secret"))
                .isFalse();
        asker.post("/api/clients/{id}/secrets", id).send().expectProblem(409, "client_pending");
        asker.post("/api/clients/{id}/enable", id).send().expectProblem(409, "client_pending");

        assertThat(approve(second, id, "customer:read").expect(200).json().has("secret"))
                .isFalse();
        String secret = put(asker, id, "customer:read")
                .expect(200)
                .json()
                .path("secret")
                .asString();
        JsonNode claims = KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, id, secret));
        assertThat(claims.path("brand").asString()).isEqualTo("*");
        assertThat(claims.path("scope").asString()).isEqualTo("customer:read");
    }

    @Test
    void whoever_asked_cannot_approve() {
        String id = newId();
        put(asker, id, "customer:read").expect(201);

        approve(asker, id, "customer:read").expectProblem(403, "second_person_required");

        assertThat(state(id)).isEqualTo("pending");
    }

    @Test
    void an_approver_holds_what_is_approved_and_has_seen_it() {
        String id = newId();
        put(asker, id, "customer:read", "event:write").expect(201);

        approve(api.as(TestTokens.group(ADMIN, "customer:read")), id, "customer:read", "event:write")
                .expectProblem(403, "scopes_not_held");
        approve(second, id, "customer:read").expectProblem(409, "approval_outdated");
        approve(api.as(TestTokens.brand("aurora", ALL)), id, "customer:read", "event:write")
                .expectProblem(403, "group_required");
        assertThat(state(id)).isEqualTo("pending");
    }

    @Test
    void more_scopes_than_were_approved_wait_while_the_others_stay_in_force() {
        String id = newId();
        put(asker, id, "customer:read").expect(201);
        approve(second, id, "customer:read").expect(200);
        String secret = put(asker, id, "customer:read")
                .expect(200)
                .json()
                .path("secret")
                .asString();

        JsonNode waiting =
                put(asker, id, "customer:read", "platform:admin").expect(200).json();

        assertThat(waiting.path("requestedScopes").size()).isEqualTo(2);
        assertThat(scope(id, secret)).isEqualTo("customer:read");
        approve(asker, id, "customer:read", "platform:admin").expectProblem(403, "second_person_required");
        approve(second, id, "customer:read", "platform:admin").expect(200);
        assertThat(scope(id, secret)).contains("customer:read", "platform:admin");
    }

    @Test
    void a_secret_that_is_told_while_rights_are_away_or_wait_is_told_only_to_who_holds_those_too() {
        String narrowed = newId();
        put(asker, narrowed, "customer:read", "event:write").expect(201);
        approve(second, narrowed, "customer:read", "event:write").expect(200);
        put(asker, narrowed, "customer:read").expect(200);
        String waiting = newId();
        put(asker, waiting, "customer:read").expect(201);
        approve(second, waiting, "customer:read").expect(200);
        put(asker, waiting, "customer:read", "event:write").expect(200);
        ApiClient lesser = api.as(TestTokens.group(ADMIN, "customer:read"));

        lesser.post("/api/clients/{id}/secrets", narrowed).send().expectProblem(403, "scopes_not_held");
        lesser.post("/api/clients/{id}/secrets", waiting).send().expectProblem(403, "scopes_not_held");
        asker.post("/api/clients/{id}/disable", narrowed).send().expect(200);
        lesser.post("/api/clients/{id}/enable", narrowed).send().expectProblem(403, "scopes_not_held");
        asker.post("/api/clients/{id}/enable", narrowed).send().expect(200);
        assertThat(put(lesser, narrowed, "customer:read").expect(200).json().has("secret"))
                .isFalse();

        String secret = put(asker, narrowed, "customer:read")
                .expect(200)
                .json()
                .path("secret")
                .asString();
        put(asker, narrowed, "customer:read", "event:write").expect(200);
        assertThat(scope(narrowed, secret)).contains("customer:read", "event:write");
    }

    @Test
    void whoever_can_sign_in_as_another_is_no_second_person() {
        String puppet = newId();
        put(asker, puppet, ALL).expect(201);
        approve(second, puppet, ALL).expect(200);
        put(asker, puppet, ALL).expect(200);
        String id = newId();
        put(asker, id, "customer:read").expect(201);

        approve(as(puppet), id, "customer:read").expectProblem(403, "second_person_required");
        String other = newId();
        put(as(puppet), other, "customer:read").expect(201);
        approve(asker, other, "customer:read").expectProblem(403, "second_person_required");

        approve(second, id, "customer:read").expect(200);
        approve(second, other, "customer:read").expect(200);
    }

    @Test
    void the_database_knows_no_client_of_the_group_beyond_its_approval() {
        String id = newId();
        put(asker, id, "customer:read").expect(201);

        assertThatThrownBy(() -> database.update(
                        "update api_client set state = 'active', scopes = requested_scopes where client_id = ?", id))
                .hasStackTraceContaining("group_speaks_as_approved");
        assertThatThrownBy(() -> database.update("""
            update api_client
               set approved_scopes = requested_scopes, approved_by = requested_by,
                   approved_request_by = requested_by, approved_at = now()
             where client_id = ?
            """, id)).hasStackTraceContaining("approved_by_a_second_person");
    }

    private ApiClient as(String client) {
        return api.as(TestTokens.claims("*", client).scopes(ALL).sign());
    }

    private String state(String id) {
        return asker.get("/api/clients/{id}", id)
                .send()
                .expect(200)
                .json()
                .path("state")
                .asString();
    }

    private static String scope(String id, String secret) {
        return KeycloakTokens.claims(KeycloakTokens.token(PLATFORM, id, secret))
                .path("scope")
                .asString();
    }

    private static ApiResponse put(ApiClient by, String id, String... scopes) {
        return by.put("/api/clients/{id}", id)
                .body(Map.of("brand", "*", "channel", "api", "scopes", List.of(scopes)))
                .send();
    }

    private static ApiResponse approve(ApiClient by, String id, String... scopes) {
        return by.post("/api/clients/{id}/approval", id)
                .body(Map.of("scopes", List.of(scopes)))
                .send();
    }

    private static String newId() {
        return "g" + UUID.randomUUID().toString().substring(0, 12);
    }
}
