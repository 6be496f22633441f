package dev.meridian.membership.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Club;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    @Test
    void a_programme_earns_since_it_was_made_unless_it_is_told_otherwise() {
        String key = "circle-" + UUID.randomUUID();
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);

        JsonNode made = Club.putProgram(group, key, Map.of("name", "Circle", "currency", "stars"))
                .expect(201)
                .json();

        assertThat(Instant.parse(made.path("earnsSince").asString())).isBetween(before, Instant.now());
        assertThat(made.path("zone").asString()).isEqualTo("Asia/Shanghai");
        assertThat(made.path("enrolment").asString()).isEqualTo("on_first_order");

        JsonNode told = Club.putProgram(
                        group,
                        key,
                        Map.of(
                                "name",
                                "Circle of friends",
                                "currency",
                                "stars",
                                "enrolment",
                                "on_request",
                                "earnsSince",
                                "1997-01-01T00:00:00Z",
                                "zone",
                                "Europe/Vienna"))
                .expect(200)
                .json();
        assertThat(told.path("earnsSince").asString()).isEqualTo("1997-01-01T00:00:00Z");
        assertThat(told.path("zone").asString()).isEqualTo("Europe/Vienna");

        JsonNode renamed = Club.putProgram(group, key, Map.of("name", "Circle", "currency", "stars"))
                .expect(200)
                .json();
        assertThat(renamed.path("earnsSince")).isEqualTo(told.path("earnsSince"));
        assertThat(renamed.path("enrolment").asString()).isEqualTo("on_request");
        assertThat(aurora.get("/api/programs/{key}", key).send().expect(200).json())
                .isEqualTo(renamed);
    }

    @Test
    void a_programme_keeps_its_currency_and_refuses_what_is_wrong_with_every_fault() {
        String key = "circle-" + UUID.randomUUID();
        Club.putProgram(group, key, onRequest()).expect(201);

        Club.putProgram(group, key, Map.of("name", "Circle", "currency", "moons"))
                .expectProblem(409, "program_currency_fixed");
        JsonNode problem = Club.putProgram(
                        group.unchecked(),
                        key,
                        Map.of(
                                "name",
                                "a\u0000b",
                                "enrolment",
                                "at_birth",
                                "earnsSince",
                                "-999999999-01-01T00:00:00Z",
                                "zone",
                                "Mars/Olympus"))
                .expectProblem(422, "invalid_request")
                .json();
        assertThat(problem.path("errors").findValuesAsString("pointer"))
                .containsExactlyInAnyOrder("/name", "/currency", "/enrolment", "/earnsSince", "/zone");
        Club.putProgram(aurora, key, Map.of("name", "Circle", "currency", "stars"))
                .expectProblem(403, "group_scope_required");
    }

    @Test
    void two_who_make_one_programme_make_it_once() throws Exception {
        String key = "circle-" + UUID.randomUUID();
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> answers = callers.invokeAll(Collections.nCopies(
                    4, () -> Club.putProgram(group, key, onRequest()).status()));

            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 200, 200, 200);
        }
    }

    /** One that enrols by itself would take in the customers of all tests that share this center. */
    private static Map<String, Object> onRequest() {
        return Map.of("name", "Circle", "currency", "stars", "enrolment", "on_request");
    }
}
