package dev.meridian.membership;

import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class BrandIsolationTests {

    private static final String[] ALL = {"member:read", "points:write"};

    private final Consuming consuming;
    private final ApiClient api;
    private final ApiClient aurora;
    private final ApiClient boreal;
    private final ApiClient group;
    private final TestDatabase database;

    BrandIsolationTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.api = api;
        this.aurora = api.as(TestTokens.brand("aurora", ALL));
        this.boreal = api.as(TestTokens.brand("boreal", ALL));
        this.group = api.as(TestTokens.group(ALL));
        this.database = database;
    }

    @Test
    void another_brands_entries_are_shown_without_brand_and_order() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "W1-" + customer.value(), 10),
                order(customer, "boreal", "W2-" + customer.value(), 5));
        UUID member = Club.member(database, customer);

        List<JsonNode> seenByAurora = Club.statement(aurora, member, 50);
        List<JsonNode> seenByGroup = Club.statement(group, member, 50);

        assertThat(seenByAurora.get(0).path("points").asLong()).isEqualTo(5);
        assertThat(seenByAurora.get(0).path("kind").asString()).isEqualTo("earn");
        assertThat(seenByAurora.get(0).has("brand")).isFalse();
        assertThat(seenByAurora.get(0).path("cause").has("id")).isFalse();
        assertThat(seenByAurora.get(1).path("brand").asString()).isEqualTo("aurora");
        assertThat(seenByAurora.get(1).path("cause").path("id").asString()).isEqualTo("W1-" + customer.value());
        assertThat(seenByGroup.get(0).path("brand").asString()).isEqualTo("boreal");
        assertThat(seenByAurora.toString()).doesNotContain("boreal", "W2-");
    }

    @Test
    void a_brand_that_does_not_know_a_customer_is_answered_as_if_there_were_none() {
        CustomerId customer = someone();
        consuming.interactions(order(customer, "aurora", "I1-" + customer.value(), 10));
        UUID member = Club.member(database, customer);
        UUID nobody = UUID.randomUUID();

        for (String path :
                List.of("/api/members/{id}", "/api/members/{id}/points", "/api/members/{id}/points/transactions")) {
            assertSameRefusal(
                    boreal.get(path, member).send(), boreal.get(path, nobody).send());
            assertThat(aurora.get(path, member).send().status()).isEqualTo(200);
            assertThat(group.get(path, member).send().status()).isEqualTo(200);
        }
        String memberships = "/api/customers/{id}/memberships";
        assertSameRefusal(
                boreal.get(memberships, customer.value()).send(),
                boreal.get(memberships, nobody).send());
        assertSameRefusal(Club.enrol(boreal, customer.value()), Club.enrol(boreal, nobody));
        assertThat(Club.enrol(aurora, customer.value()).status()).isEqualTo(200);
        assertSameRefusal(Club.enrol(group, nobody), Club.enrol(boreal, nobody));
    }

    @Test
    void a_rule_is_the_groups_affair() {
        Map<String, Object> body = Map.of("eventType", "a.b", "amountProperty", "amount", "pointsPerUnit", 9);

        Club.putRule(aurora, "paid-order", body).expectProblem(403, "group_scope_required");
        api.as(TestTokens.brand("aurora", "platform:admin"))
                .get("/api/ledger/invariants")
                .send()
                .expectProblem(403, "group_scope_required");
        assertThat(database.number("select max(version) from earning_rule where key = 'paid-order'"))
                .isEqualTo(1);
    }

    @Test
    void a_token_opens_only_what_its_scopes_say() {
        UUID any = UUID.randomUUID();
        api.get("/api/programs").send().expectProblem(401, "unauthenticated");
        api.as(TestTokens.expired()).get("/api/programs").send().expect(401);
        api.as(TestTokens.foreign()).get("/api/programs").send().expect(401);
        ApiClient reader = api.as(TestTokens.group("member:read"));
        reader.post("/api/programs/group-club/members")
                .body(Map.of("customerId", any))
                .send()
                .expectProblem(403, "forbidden");
        reader.get("/api/ledger/invariants").send().expectProblem(403, "forbidden");
        Club.putRule(reader, "paid-order", Map.of("eventType", "a.b", "amountProperty", "a", "pointsPerUnit", 1))
                .expectProblem(403, "forbidden");
        ApiClient writer = api.as(TestTokens.group("points:write"));
        for (String path : List.of(
                "/api/members/{id}",
                "/api/members/{id}/points",
                "/api/members/{id}/points/transactions",
                "/api/customers/{id}/memberships")) {
            writer.get(path, any).send().expectProblem(403, "forbidden");
        }
    }

    private static void assertSameRefusal(ApiResponse one, ApiResponse other) {
        one.expectProblem(404, "not_found");
        other.expectProblem(404, "not_found");
        for (String member : List.of("title", "detail", "type", "retryable", "errors")) {
            assertThat(one.json().path(member)).isEqualTo(other.json().path(member));
        }
    }
}
