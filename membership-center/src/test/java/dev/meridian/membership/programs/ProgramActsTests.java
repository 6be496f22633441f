package dev.meridian.membership.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Apart;
import dev.meridian.membership.Club;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestTokens;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** What is done to programmes and their rules, and to dead letters, is recorded in the group's chain. */
@CenterTest
@TestPropertySource(properties = Apart.FROM_OTHER_TESTS)
class ProgramActsTests {

    private static final String INTERACTION = "meridian.customer.interaction";

    private final ApiClient api;
    private final ApiClient group;

    ProgramActsTests(ApiClient api) {
        this.api = api;
        this.group = api.as(TestTokens.group("member:read", "points:write", "identity:admin"));
    }

    @Test
    void what_is_put_is_recorded_with_what_it_was_and_what_changes_nothing_is_not() {
        String key = "acts-" + UUID.randomUUID().toString().substring(0, 8);
        Club.circle(group, key, Map.of());
        Map<String, Object> renamed = Map.of("name", "Inner circle", "currency", "stars");
        Club.putProgram(group, key, renamed).expect(200);
        Club.putProgram(group, key, renamed).expect(200);
        Club.putProgram(group, key, Map.of("name", "Circle", "currency", "moons"))
                .expectProblem(409, "program_currency_fixed");
        for (int time = 0; time < 2; time++) {
            group.put("/api/programs/{program}/earning-rules/{key}", key, "paid-order")
                    .body(Map.of("eventType", "order.paid", "amountProperty", "amount", "pointsPerUnit", 2))
                    .send()
                    .expect(200);
        }

        JsonNode programs = records(key);
        JsonNode rules = records(key + "/paid-order");

        assertThat(programs)
                .extracting(record -> record.path("action").asString() + " "
                        + record.at("/before/name").asString("-") + " "
                        + record.at("/after/name").asString("-"))
                .containsExactly("program.changed Circle Inner circle", "program.created - Circle");
        assertThat(rules)
                .extracting(record -> record.path("action").asString() + " "
                        + record.at("/before/pointsPerUnit").asString("-") + " "
                        + record.at("/after/pointsPerUnit").asString("-"))
                .containsExactly("earning_rule.changed 1 2", "earning_rule.created - 1");
        assertThat(api.as(TestTokens.brand("aurora", "identity:admin"))
                        .get("/api/audit/membership")
                        .query("subject", key)
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void a_redrive_is_recorded_with_the_person_who_asked_for_it() {
        ApiClient operator = api.alsoBy("operations").as(TestTokens.groupStaff("platform:admin"));
        String request = "redrive-" + UUID.randomUUID();

        operator.post("/admin/dead-letters/redrive")
                .header("X-Request-Id", request)
                .body(Map.of("topic", INTERACTION, "max", 7))
                .send()
                .expect(200);

        JsonNode mine = records(INTERACTION)
                .valueStream()
                .filter(record -> record.path("requestId").asString().equals(request))
                .findFirst()
                .orElseThrow();
        assertThat(mine.path("action").asString()).isEqualTo("dead_letters.redriven");
        assertThat(mine.at("/actor/kind").asString()).isEqualTo("staff");
        assertThat(mine.at("/after/max").asInt()).isEqualTo(7);
        assertThat(mine.path("requestIdOrigin").asString()).isEqualTo("caller");
    }

    private JsonNode records(String subject) {
        return group.get("/api/audit/membership")
                .query("subject", subject)
                .send()
                .expect(200)
                .json()
                .path("items");
    }
}
