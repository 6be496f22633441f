package dev.meridian.membership.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Club;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@CenterTest
class ProgramsApiTests {

    private static final String[] ALL = {"member:read", "points:write"};

    private final ApiClient aurora;
    private final ApiClient group;
    private final TestDatabase database;

    ProgramsApiTests(ApiClient api, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", ALL));
        this.group = api.as(TestTokens.group(ALL));
        this.database = database;
    }

    @Test
    void a_rule_is_put_read_and_replaced_by_its_next_version() {
        String key = "rule-" + UUID.randomUUID();
        Map<String, Object> body = Map.of(
                "eventType",
                "order.paid_" + key.replace("-", ""),
                "amountProperty",
                "net",
                "pointsPerUnit",
                1.5,
                "rounding",
                "floor",
                "minimumAmount",
                10,
                "maximumPoints",
                5000,
                "validity",
                "P2Y");

        JsonNode created = Club.putRule(group, key, body).expect(201).json();
        JsonNode repeated = Club.putRule(group, key, body).expect(200).json();
        JsonNode changed = Club.putRule(
                        group,
                        key,
                        Map.of("eventType", body.get("eventType"), "amountProperty", "net", "pointsPerUnit", 2))
                .expect(200)
                .json();

        assertThat(created.path("version").asInt()).isEqualTo(1);
        assertThat(repeated).isEqualTo(created);
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(changed.has("validity")).isFalse();
        JsonNode program =
                aurora.get("/api/programs/group-club").send().expect(200).json();
        assertThat(program.path("earningRules")
                        .valueStream()
                        .filter(rule -> rule.path("key").asString().equals(key))
                        .toList())
                .containsExactly(changed);
        assertThat(aurora.get("/api/programs")
                        .send()
                        .expect(200)
                        .json()
                        .path("items")
                        .findValuesAsString("key"))
                .contains("group-club", "paid-order");
    }

    @Test
    void a_rule_that_is_wrong_is_refused_with_every_fault_and_nothing_is_stored() {
        String key = "rule-" + UUID.randomUUID();

        JsonNode problem = Club.putRule(
                        group.unchecked(),
                        key,
                        Map.of(
                                "eventType",
                                "Order Paid",
                                "pointsPerUnit",
                                -1,
                                "rounding",
                                "ceiling",
                                "minimumAmount",
                                0.0000001,
                                "maximumPoints",
                                0,
                                "validity",
                                "P0D"))
                .expectProblem(422, "invalid_request")
                .json();

        assertThat(problem.path("errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder(
                        "/eventType",
                        "/amountProperty",
                        "/pointsPerUnit",
                        "/rounding",
                        "/minimumAmount",
                        "/maximumPoints",
                        "/validity");
        assertThat(problem.path("errors").findValuesAsString("detail")).noneMatch(String::isBlank);
        assertThat(database.number("select count(*) from earning_rule where key = ?", key))
                .isZero();
    }
}
