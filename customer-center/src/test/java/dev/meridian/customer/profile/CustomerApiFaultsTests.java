package dev.meridian.customer.profile;

import static dev.meridian.customer.CustomerCalls.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the calls about customers refuse, and how they say so. */
@CenterTest
class CustomerApiFaultsTests {

    private static final String IDENTIFY = "/api/customers/identify";

    private final ApiClient api;
    private final ApiClient aurora;
    private final ApiClient group;
    private final TestDatabase database;

    CustomerApiFaultsTests(ApiClient api, TestDatabase database) {
        this.api = api;
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "customer:write"));
        this.group = api.as(TestTokens.group("customer:read", "customer:write"));
        this.database = database;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/identifiers|required",
                "{\"identifiers\":[]}|/identifiers|required",
                "{\"identifiers\":{}}|/identifiers|wrong_type",
                "{\"identifiers\":[7]}|/identifiers/0|wrong_type",
                "{\"identifiers\":[{\"type\":\"phone\"}]}|/identifiers/0/value|required",
                "{\"identifiers\":[{\"type\":\"phone\",\"value\":13800138000}]}|/identifiers/0/value|wrong_type",
                "{\"identifiers\":[{\"type\":\"phone\",\"value\":\"12\"}]}|/identifiers/0/value|invalid_phone",
                "{\"identifiers\":[{\"type\":\"email\",\"value\":\"li\"}]}|/identifiers/0/value|invalid_email",
                "{\"identifiers\":[{\"type\":\"fax\",\"value\":\"1\"}]}|/identifiers/0/type|unknown_type",
                "{\"identifiers\":[{\"type\":\"phone\",\"value\":\"a\\u0000\"}]}|/identifiers/0/value|invalid_character",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"name\":\"a\\u0000b\"}}|/attributes/name|invalid_value",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"registeredAt\":\"-999999999-01-01T00:00:00Z\"}}|/attributes/registeredAt|invalid_value",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"birthDate\":\"+999999999-12-31\"}}|/attributes/birthDate|invalid_value",
                "{\"identifiers\":[{\"type\":\"phone\",\"value\":\"x\",\"verified\":\"yes\"}]}|/identifiers/0/verified|wrong_type",
                "{\"identifiers\":[{\"type\":\"phone\",\"value\":\"x\",\"a/b\":1}]}|/identifiers/0/a~1b|unknown_field",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"name\":1}|/name|unknown_field",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":[]}|/attributes|wrong_type",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"nmae\":\"x\"}}|/attributes/nmae|unknown_attribute",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"gender\":\"m\"}}|/attributes/gender|invalid_value",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"city\":310000}}|/attributes/city|invalid_value",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"birthDate\":\"1990-02-30\"}}|/attributes/birthDate|invalid_value",
                "{\"identifiers\":[{\"type\":\"external_id\",\"value\":\"x1\"}],\"attributes\":{\"custom.householdSize\":1e99}}|/attributes/custom.householdSize|invalid_value",
                "[]|''|wrong_type"
            })
    void what_is_wrong_is_named_where_it_is_and_nothing_is_stored(String body, String pointer, String code) {
        long before = database.number("select count(*) from customer");

        JsonNode problem = aurora.unchecked()
                .post(IDENTIFY)
                .body(body)
                .send()
                .expectProblem(422, "invalid_request")
                .json();

        assertThat(problem.path("errors")).anySatisfy(error -> {
            assertThat(error.path("pointer").asString()).isEqualTo(pointer);
            assertThat(error.path("code").asString()).isEqualTo(code);
            assertThat(error.path("detail").asString()).isNotBlank().isNotEqualTo(code.replace('_', ' '));
        });
        assertThat(database.number("select count(*) from customer")).isEqualTo(before);
    }

    @Test
    void what_is_not_even_json_or_not_allowed_is_refused_clearly() {
        ApiClient free = aurora.unchecked();
        free.post(IDENTIFY).body("{").send().expectProblem(400, "malformed_request");
        free.post(IDENTIFY)
                .body("{\"identifiers\":[],\"identifiers\":[]}")
                .send()
                .expectProblem(400, "malformed_request");
        free.post(IDENTIFY).body("text/plain", new byte[] {'x'}).send().expectProblem(415, "unsupported_media_type");
        free.post(IDENTIFY)
                .body("multipart/form-data", "{}".getBytes(StandardCharsets.UTF_8))
                .send()
                .expectProblem(415, "unsupported_media_type");
        free.post(IDENTIFY)
                .idempotencyKey(UUID.randomUUID().toString())
                .body("multipart/form-data; boundary=x", "--x--".getBytes(StandardCharsets.UTF_8))
                .send()
                .expectProblem(415, "unsupported_media_type");
        free.get("/api/customers/not-a-uuid").send().expectProblem(404, "not_found");
        get(aurora, UUID.randomUUID().toString()).expectProblem(404, "not_found");
        free.get("/api/customers/{id}", UUID.randomUUID())
                .query("include", "secrets")
                .send()
                .expectProblem(422, "invalid_request");
        group.unchecked()
                .post(IDENTIFY)
                .body(Map.of("identifiers", List.of(Person.unseen().byPhone())))
                .send()
                .expectProblem(403, "brand_required");
        api.unchecked().post(IDENTIFY).body("{}").send().expectProblem(401, "unauthenticated");
        api.as(TestTokens.brand("aurora", "customer:read"))
                .post(IDENTIFY)
                .body(Map.of("identifiers", List.of(Person.unseen().byPhone())))
                .send()
                .expectProblem(403, "forbidden");
    }

    @Test
    void problems_speak_chinese_when_asked_to() {
        JsonNode problem = aurora.language("zh-CN")
                .unchecked()
                .post(IDENTIFY)
                .body(Map.of("identifiers", List.of(Person.identifier("phone", "12"))))
                .send()
                .expectProblem(422, "invalid_request")
                .json();

        assertThat(problem.path("errors").path(0).path("detail").asString()).isEqualTo("不是有效的电话号码。");
    }
}
