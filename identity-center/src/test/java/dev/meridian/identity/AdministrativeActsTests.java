package dev.meridian.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What administrators do here is recorded; how records are kept is the audit module's affair. */
class AdministrativeActsTests extends IdentityTest {

    private final ApiClient group;
    private final ApiClient api;

    AdministrativeActsTests(ApiClient api) {
        this.api = api;
        this.group = api.as(TestTokens.group(ALL));
    }

    @BeforeEach
    void keycloak_is_in_step() {
        awaitInStep(group);
    }

    @Test
    void every_act_on_a_client_says_who_did_what_to_it_when_and_by_which_request() {
        String id = "aurora.a" + UUID.randomUUID().toString().substring(0, 12);
        String secret = group.put("/api/clients/{id}", id)
                .body(Map.of("brand", "aurora", "channel", "api", "scopes", List.of("customer:read")))
                .send()
                .expect(201)
                .json()
                .path("secret")
                .asString();
        String request = "request-" + UUID.randomUUID();
        group.post("/api/clients/{id}/disable", id)
                .header("X-Request-Id", request)
                .send()
                .expect(200);

        JsonNode records = group.get("/api/audit")
                .query("subject", id)
                .send()
                .expect(200)
                .json()
                .path("items");

        assertThat(records.size()).isEqualTo(2);
        JsonNode disabled = records.get(0);
        assertThat(disabled.path("action").asString()).isEqualTo("client.disabled");
        assertThat(disabled.at("/actor/kind").asString()).isEqualTo("service");
        assertThat(disabled.at("/actor/client").asString()).isEqualTo("group.backend");
        assertThat(disabled.at("/before/state").asString()).isEqualTo("active");
        assertThat(disabled.at("/after/state").asString()).isEqualTo("disabled");
        assertThat(disabled.path("requestId").asString()).isEqualTo(request);
        assertThat(disabled.path("requestIdOrigin").asString()).isEqualTo("caller");
        assertThat(records.get(1).path("action").asString()).isEqualTo("client.registered");
        assertThat(records.get(1).path("before").isNull()).isTrue();
        assertThat(records.toString()).doesNotContain(secret);
    }

    @Test
    void what_was_refused_or_failed_leaves_no_record() {
        String id = "aurora.r" + UUID.randomUUID().toString().substring(0, 12);
        group.put("/api/clients/{id}", id)
                .body(Map.of("brand", "boreal", "channel", "api", "scopes", List.of("customer:read")))
                .send()
                .expectProblem(409, "client_of_another_brand");

        assertThat(group.get("/api/audit")
                        .query("subject", id)
                        .send()
                        .expect(200)
                        .json()
                        .path("items")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void a_brands_administrator_reads_the_acts_about_that_brand_and_no_other() {
        group.put(
                        "/api/brands/{key}/channels/{channel}",
                        "boreal",
                        "c" + UUID.randomUUID().toString().substring(0, 8))
                .body(Map.of("kind", "web"))
                .send()
                .expect(201);
        ApiClient boreal = api.as(TestTokens.brand("boreal", ADMIN));

        JsonNode records = boreal.get("/api/audit").send().expect(200).json().path("items");

        assertThat(records.isEmpty()).isFalse();
        records.forEach(record -> assertThat(record.path("brand").asString()).isEqualTo("boreal"));
        assertThat(records.get(0).at("/actor/kind").asString()).isEqualTo("group");
        assertThat(records.get(0).at("/actor/client").isNull()).isTrue();
        boreal.get("/api/audit").query("brand", "aurora").send().expectProblem(404, "not_found");
        boreal.get("/api/audit").query("brand", "nobody").send().expectProblem(404, "not_found");
    }
}
