package dev.meridian.membership;

import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.seen;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.membership.points.EarningPoints;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class MembershipApiTests {

    private static final String[] ALL = {"member:read", "points:write"};

    private final Consuming consuming;
    private final ApiClient api;
    private final ApiClient aurora;
    private final ApiClient boreal;
    private final ApiClient group;
    private final TestDatabase database;

    MembershipApiTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            EarningPoints earning,
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
    void a_customer_has_one_membership_with_the_balance_of_all_brands() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "A1-" + customer.value(), "120.90"),
                order(customer, "boreal", "B1-" + customer.value(), 30));

        JsonNode membership = membership(aurora, customer);

        assertThat(membership.path("program").asString()).isEqualTo("group-club");
        assertThat(membership.path("balances"))
                .singleElement()
                .satisfies(balance ->
                        assertThat(balance.path("available").asLong()).isEqualTo(150));
        String memberId = membership.path("memberId").asString();
        assertThat(aurora.get("/api/members/{id}", memberId).send().expect(200).json())
                .isEqualTo(membership);
        assertThat(aurora.get("/api/members/{id}/points", memberId)
                        .send()
                        .expect(200)
                        .json()
                        .path("balances"))
                .isEqualTo(membership.path("balances"));
    }

    @Test
    void a_customer_who_never_earned_has_a_balance_of_zero() {
        CustomerId customer = someone();
        consuming.facts(seen(customer, "aurora"));

        JsonNode balance = membership(aurora, customer).path("balances").path(0);

        assertThat(balance.path("currency").asString()).isEqualTo("points");
        assertThat(balance.path("available").asLong(-1)).isZero();
    }

    @Test
    void held_pending_and_expired_points_are_not_available() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "H1-" + customer.value(), 100),
                order(customer, "aurora", "H2-" + customer.value(), 40),
                order(customer, "aurora", "H3-" + customer.value(), 7));
        UUID member = member(customer);
        String ofMember = " where account_id in (select id from ledger_account where member_id = '" + member + "')";
        assertThat(database.update("update account_balance set held = 10" + ofMember))
                .isEqualTo(1);
        assertThat(database.update(
                        "update lot set expires_at = now() - interval '1 day'" + ofMember + " and amount = 40"))
                .isEqualTo(1);
        assertThat(database.update("update lot set expires_at = '2999-01-01T00:00:00Z'" + ofMember + " and amount = 7"))
                .isEqualTo(1);
        assertThat(database.update(
                        "with pending as (insert into ledger_account (kind, member_id, currency, opened_at)"
                                + " values ('pending', ?, 'points', now()) returning id)"
                                + " insert into account_balance (account_id, posted) select id, 0 from pending",
                        member))
                .isEqualTo(1);

        JsonNode balance = aurora.get("/api/members/{id}/points", member)
                .send()
                .expect(200)
                .json()
                .path("balances")
                .path(0);
        assertThat(database.update("update account_balance set held = 0" + ofMember))
                .isEqualTo(2);

        assertThat(balance.path("held").asLong()).isEqualTo(10);
        assertThat(balance.path("pending").asLong(-1)).isZero();
        assertThat(balance.path("available").asLong()).isEqualTo(100 + 7 - 10);
        assertThat(balance.path("expiring")).singleElement().satisfies(expiring -> {
            assertThat(expiring.path("points").asLong()).isEqualTo(7);
            assertThat(expiring.path("at").asString()).isEqualTo("2999-01-01T00:00:00Z");
        });
    }

    @Test
    void the_statement_is_newest_first_and_its_pages_join_without_gap() {
        CustomerId customer = someone();
        consuming.interactions(IntStream.rangeClosed(1, 25)
                .mapToObj(i -> order(customer, "aurora", "S" + i + "-" + customer.value(), i))
                .toList());

        List<JsonNode> entries = statement(aurora, member(customer), 7);

        assertThat(entries).hasSize(25);
        assertThat(entries.getFirst().path("balanceAfter").asLong()).isEqualTo(325);
        assertThat(entries.getFirst().path("cause").path("id").asString()).isEqualTo("S25-" + customer.value());
        long below = 0;
        for (JsonNode entry : entries.reversed()) {
            below += entry.path("points").asLong();
            assertThat(entry.path("balanceAfter").asLong()).isEqualTo(below);
        }
    }

    @Test
    void another_brands_entries_are_shown_without_brand_and_order() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "W1-" + customer.value(), 10),
                order(customer, "boreal", "W2-" + customer.value(), 5));
        UUID member = member(customer);

        List<JsonNode> seenByAurora = statement(aurora, member, 50);
        List<JsonNode> seenByGroup = statement(group, member, 50);

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
    void after_a_merge_both_ids_answer_with_the_survivor_whose_statement_shows_the_transfer() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(
                order(survivor, "aurora", "M1-" + survivor.value(), 100),
                order(absorbed, "boreal", "M2-" + absorbed.value(), 30));
        UUID survivorMember = member(survivor);
        UUID absorbedMember = member(absorbed);
        consuming.facts(merged(survivor, absorbed));

        assertThat(membership(aurora, survivor)).isEqualTo(membership(boreal, absorbed));
        assertThat(membership(boreal, survivor).path("memberId").asString()).isEqualTo(survivorMember.toString());
        assertThat(boreal.get("/api/members/{id}", absorbedMember)
                        .send()
                        .expect(200)
                        .json()
                        .path("memberId")
                        .asString())
                .isEqualTo(survivorMember.toString());
        JsonNode transfer = statement(boreal, absorbedMember, 50).getFirst();
        assertThat(transfer.path("kind").asString()).isEqualTo("transfer");
        assertThat(transfer.path("points").asLong()).isEqualTo(30);
        assertThat(transfer.path("balanceAfter").asLong()).isEqualTo(130);
        assertThat(transfer.path("cause").path("type").asString()).isEqualTo("merge");
        assertThat(transfer.path("cause").path("id").asString()).isNotBlank();
    }

    @Test
    void a_brand_that_does_not_know_a_customer_is_answered_as_if_there_were_none() {
        CustomerId customer = someone();
        consuming.interactions(order(customer, "aurora", "I1-" + customer.value(), 10));
        UUID member = member(customer);
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
        assertSameRefusal(enrol(boreal, customer.value()), enrol(boreal, nobody));
        assertThat(enrol(aurora, customer.value()).status()).isEqualTo(200);
        assertSameRefusal(enrol(group, nobody), enrol(boreal, nobody));
    }

    @Test
    void enrolling_somebody_who_is_a_member_answers_with_the_membership_they_have() {
        CustomerId customer = someone();
        consuming.facts(seen(customer, "aurora"));

        ApiResponse answer = enrol(aurora, customer.value()).expect(200);

        assertThat(answer.json()).isEqualTo(membership(aurora, customer));
    }

    @Test
    void a_programme_on_request_enrols_when_it_is_asked_and_only_once() {
        CustomerId customer = someone();
        consuming.facts(seen(customer, "aurora"));
        String program = "circle-" + UUID.randomUUID();
        assertThat(database.update(
                        "insert into program (key, name, currency, enrolment, created_at)"
                                + " values (?, 'Circle', 'stars', 'on_request', now())",
                        program))
                .isEqualTo(1);

        ApiResponse first = aurora.post("/api/programs/{program}/members", program)
                .body(Map.of("customerId", customer.value()))
                .send()
                .expect(201);
        ApiResponse second = aurora.post("/api/programs/{program}/members", program)
                .body(Map.of("customerId", customer.value()))
                .send()
                .expect(200);

        assertThat(first.header("Location"))
                .contains("/api/members/" + first.json().path("memberId").asString());
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(first.json().path("balances").path(0).path("currency").asString())
                .isEqualTo("stars");
        assertThat(aurora.get("/api/customers/{id}/memberships", customer.value())
                        .send()
                        .json()
                        .path("items"))
                .hasSize(2);
    }

    @Test
    void a_repeated_enrolment_with_the_same_key_is_answered_from_the_first() {
        CustomerId customer = someone();
        consuming.facts(seen(customer, "aurora"));
        String key = UUID.randomUUID().toString();

        ApiResponse first = aurora.post("/api/programs/group-club/members")
                .idempotencyKey(key)
                .body(Map.of("customerId", customer.value()))
                .send()
                .expect(200);
        ApiResponse again = aurora.post("/api/programs/group-club/members")
                .idempotencyKey(key)
                .body(Map.of("customerId", customer.value()))
                .send()
                .expect(200);
        aurora.post("/api/programs/group-club/members")
                .idempotencyKey(key)
                .body(Map.of("customerId", UUID.randomUUID()))
                .send()
                .expectProblem(422, "idempotency_key_reused");

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).contains("true");
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

        JsonNode created = putRule(group, key, body).expect(201).json();
        JsonNode repeated = putRule(group, key, body).expect(200).json();
        JsonNode changed = putRule(
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

        JsonNode problem = putRule(
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
    void a_rule_is_the_groups_affair() {
        Map<String, Object> body = Map.of("eventType", "a.b", "amountProperty", "amount", "pointsPerUnit", 9);

        putRule(aurora, "paid-order", body).expectProblem(403, "group_scope_required");
        api.as(TestTokens.brand("aurora", "platform:admin"))
                .get("/api/ledger/invariants")
                .send()
                .expectProblem(403, "group_scope_required");
        assertThat(database.number("select max(version) from earning_rule where key = 'paid-order'"))
                .isEqualTo(1);
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
                .body("text/plain", "x".getBytes(java.nio.charset.StandardCharsets.UTF_8))
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
        consuming.facts(seen(customer, "aurora"));
        unchecked
                .get("/api/members/{id}/points/transactions", member(customer))
                .query("cursor", "bm90LWEtbnVtYmVy")
                .send()
                .expectProblem(400, "invalid_cursor");
        unchecked
                .get("/api/members/{id}/points/transactions", member(customer))
                .query("limit", 501)
                .send()
                .expectProblem(422, "invalid_request");
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
        putRule(reader, "paid-order", Map.of("eventType", "a.b", "amountProperty", "a", "pointsPerUnit", 1))
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

    private static void assertSameRefusal(ApiResponse one, ApiResponse other) {
        one.expectProblem(404, "not_found");
        other.expectProblem(404, "not_found");
        for (String member : List.of("title", "detail", "type", "retryable", "errors")) {
            assertThat(one.json().path(member)).isEqualTo(other.json().path(member));
        }
    }

    private static ApiResponse putRule(ApiClient client, String key, Map<String, Object> body) {
        return client.put("/api/programs/group-club/earning-rules/{key}", key)
                .body(body)
                .send();
    }

    private static ApiResponse enrol(ApiClient client, UUID customer) {
        return client.post("/api/programs/group-club/members")
                .body(Map.of("customerId", customer))
                .send();
    }

    private static JsonNode membership(ApiClient client, CustomerId customer) {
        return client.get("/api/customers/{id}/memberships", customer.value())
                .send()
                .expect(200)
                .json()
                .path("items")
                .path(0);
    }

    private static List<JsonNode> statement(ApiClient client, UUID member, int limit) {
        List<JsonNode> entries = new ArrayList<>();
        String cursor = "";
        do {
            var request =
                    client.get("/api/members/{id}/points/transactions", member).query("limit", limit);
            if (!cursor.isEmpty()) {
                request.query("cursor", cursor);
            }
            JsonNode page = request.send().expect(200).json();
            page.path("items").forEach(entries::add);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());
        return entries;
    }

    private UUID member(CustomerId customer) {
        return (UUID) database.rows("select member_id from member where customer_id = ?", customer.value())
                .getFirst()
                .get("member_id");
    }
}
