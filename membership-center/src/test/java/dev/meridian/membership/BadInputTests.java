package dev.meridian.membership;

import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class BadInputTests {

    private static final String[] ALL = {"member:read", "points:write"};

    private final Consuming consuming;
    private final ApiClient api;
    private final ApiClient group;
    private final TestDatabase database;

    BadInputTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.api = api;
        this.group = api.as(TestTokens.group(ALL));
        this.database = database;
    }

    @Test
    void bad_input_is_a_problem_with_a_stable_code() {
        ApiClient unchecked = group.unchecked();

        unchecked.post("/api/programs/group-club/members").body("{").send().expectProblem(400, "malformed_request");
        unchecked.post("/api/programs/group-club/members").body("{}").send().expectProblem(422, "invalid_request");
        unchecked
                .post("/api/programs/group-club/members")
                .body(Map.of("customerId", "not-an-id"))
                .send()
                .expectProblem(422, "invalid_request");
        unchecked
                .post("/api/programs/group-club/members")
                .body(Map.of("customerId", UUID.randomUUID(), "brand", "boreal"))
                .send()
                .expectProblem(422, "invalid_request");
        unchecked
                .post("/api/programs/group-club/members")
                .body("text/plain", "x".getBytes(StandardCharsets.UTF_8))
                .send()
                .expectProblem(415, "unsupported_media_type");
        unchecked
                .post("/api/programs/no-such-club/members")
                .body(Map.of("customerId", UUID.randomUUID()))
                .send()
                .expectProblem(404, "not_found");
        unchecked.get("/api/programs/No%20Such").send().expectProblem(404, "not_found");
        unchecked.get("/api/members/not-an-id").send().expectProblem(404, "not_found");
        CustomerId customer = someone();
        consuming.enrolled("aurora", customer);
        unchecked
                .get("/api/members/{id}/points/transactions", Club.member(database, customer))
                .query("cursor", "bm90LWEtbnVtYmVy")
                .send()
                .expectProblem(400, "invalid_cursor");
        unchecked
                .get("/api/members/{id}/points/transactions", Club.member(database, customer))
                .query("limit", 501)
                .send()
                .expectProblem(422, "invalid_request");
    }

    @Test
    void problems_speak_the_callers_language() {
        ApiClient aBrand = api.as(TestTokens.brand("aurora", "platform:admin"));

        JsonNode english = aBrand.language("en")
                .get("/api/ledger/invariants")
                .send()
                .expect(403)
                .json();
        JsonNode chinese = aBrand.language("zh-CN")
                .get("/api/ledger/invariants")
                .send()
                .expect(403)
                .json();

        assertThat(english.path("title").asString()).isEqualTo("Group scope required");
        assertThat(chinese.path("title").asString()).isEqualTo("需要集团级权限");
        assertThat(chinese.path("code")).isEqualTo(english.path("code"));
    }
}
