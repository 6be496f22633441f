package dev.meridian.membership;

import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@CenterTest
class BrandIsolationTests {

    private static final String[] ALL = {"member:read", "points:write"};

    private final Consuming consuming;
    private final ApiClient api;
    private final ApiClient aurora;
    private final ApiClient boreal;
    private final ApiClient group;
    private final TestDatabase database;
    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    BrandIsolationTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database,
            JdbcClient jdbc) {
        this.transactions = new TransactionTemplate(transactions);
        this.jdbc = jdbc;
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.api = api;
        this.aurora = api.as(TestTokens.brand("aurora", ALL));
        this.boreal = api.as(TestTokens.brand("boreal", ALL));
        this.group = api.as(TestTokens.group(ALL));
        this.database = database;
    }

    @Test
    void another_brands_entries_are_one_amount_a_day_without_brand_cause_or_time() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "boreal", "W1-" + customer.value(), 3),
                order(customer, "aurora", "W2-" + customer.value(), 10),
                order(customer, "boreal", "W3-" + customer.value(), 2));
        UUID member = Club.member(database, customer);

        List<JsonNode> seenByAurora = Club.statement(aurora, member, 50);
        List<JsonNode> seenByGroup = Club.statement(group, member, 50);

        assertThat(seenByAurora).hasSize(2);
        JsonNode others = seenByAurora.getFirst();
        assertThat(others.propertyNames())
                .containsExactlyInAnyOrder("kind", "currency", "points", "balanceAfter", "day");
        assertThat(others.path("kind").asString()).isEqualTo("others");
        assertThat(others.path("points").asLong()).isEqualTo(5);
        assertThat(others.path("balanceAfter").asLong()).isEqualTo(15);
        assertThat(LocalDate.parse(others.path("day").asString()))
                .isBetween(
                        LocalDate.now(ZoneId.of("Asia/Shanghai")).minusDays(1),
                        LocalDate.now(ZoneId.of("Asia/Shanghai")));
        JsonNode own = seenByAurora.getLast();
        assertThat(own.path("brand").asString()).isEqualTo("aurora");
        assertThat(own.path("balanceAfter").asLong()).isEqualTo(10);
        assertThat(own.path("cause").path("id").asString()).isEqualTo("W2-" + customer.value());
        assertThat(seenByGroup.stream().map(entry -> entry.path("brand").asString()))
                .containsExactly("boreal", "aurora", "boreal");
        assertThat(seenByAurora.toString()).doesNotContain("boreal", "W1-", "W3-");
    }

    @Test
    void when_and_in_how_many_pieces_another_brand_earned_changes_no_answer() {
        CustomerId once = someone();
        CustomerId inPieces = someone();
        consuming.interactions(
                order(once, "aurora", "P1-" + once.value(), 10),
                order(inPieces, "boreal", "P2-" + inPieces.value(), 1));
        consuming.interactions(
                order(once, "boreal", "P3-" + once.value(), 6),
                order(inPieces, "aurora", "P1-" + inPieces.value(), 10));
        consuming.interactions(
                order(inPieces, "boreal", "P4-" + inPieces.value(), 2),
                order(inPieces, "boreal", "P5-" + inPieces.value(), 3));
        consuming.interactions(
                order(once, "aurora", "P6-" + once.value(), 7), order(inPieces, "aurora", "P6-" + inPieces.value(), 7));

        assertThat(answersAbout(inPieces)).isEqualTo(answersAbout(once));
    }

    /** Everything brand aurora can read of a customer, page by page, without its own ids and times. */
    private List<String> answersAbout(CustomerId customer) {
        UUID member = Club.member(database, customer);
        List<String> answers = new ArrayList<>();
        for (String path : List.of("/api/members/{id}", "/api/members/{id}/points")) {
            answers.add(aurora.get(path, member).send().expect(200).json().toString());
        }
        answers.add(Club.membership(aurora, customer).toString());
        for (int limit : List.of(1, 2, 50)) {
            Club.statement(aurora, member, limit).forEach(line -> {
                ObjectNode shown = ((ObjectNode) line).deepCopy();
                shown.remove(List.of("transactionId", "occurredAt", "postedAt"));
                answers.add(limit + " " + shown);
            });
        }
        return answers.stream()
                .map(answer -> answer.replace(customer.value().toString(), "<customer>")
                        .replace(member.toString(), "<member>"))
                .toList();
    }

    @Test
    void a_cursor_tells_a_brand_nothing_of_how_much_others_post() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "C1-" + customer.value(), 10),
                order(customer, "boreal", "C2-" + customer.value(), 5),
                order(customer, "aurora", "C3-" + customer.value(), 1));
        UUID member = Club.member(database, customer);
        Set<String> own = new HashSet<>();
        String cursor = "";
        for (int page = 0; page < 2; page++) {
            var request =
                    aurora.get("/api/members/{id}/points/transactions", member).query("limit", 1);
            if (!cursor.isEmpty()) {
                request.query("cursor", cursor);
            }
            JsonNode answer = request.send().expect(200).json();
            JsonNode line = answer.path("items").path(0);
            own.addAll(List.of(
                    "0",
                    "1",
                    line.path("day").asString(""),
                    line.path("currency").asString(""),
                    line.path("transactionId").asString("")));
            own.add(LocalDate.now(ZoneId.of("Asia/Shanghai")).toString());
            own.add(LocalDate.now(ZoneId.of("Asia/Shanghai")).minusDays(1).toString());
            cursor = answer.path("nextCursor").asString();
            String inside = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            assertThat(own).contains(inside.split("\u001F"));
        }
    }

    @Test
    void a_cursor_of_another_making_is_refused() {
        CustomerId customer = someone();
        consuming.interactions(order(customer, "aurora", "B1-" + customer.value(), 10));
        UUID member = Club.member(database, customer);

        for (String inside : List.of(
                "17",
                "+999999999-12-31\u001F0\u001Fx",
                "-999999999-01-01\u001F0\u001Fx",
                "2026-11-22\u001F7\u001Fx",
                "2026-11-22\u001F0\u001F\u0000",
                "2026-11-22\u001F99999999999\u001Fx")) {
            aurora.get("/api/members/{id}/points/transactions", member)
                    .query(
                            "cursor",
                            Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(inside.getBytes(StandardCharsets.UTF_8)))
                    .send()
                    .expectProblem(400, "invalid_cursor");
        }
    }

    @Test
    void a_brand_sees_only_the_lots_and_accounts_it_issued_from() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "L1-" + customer.value(), 10),
                order(customer, "boreal", "L2-" + customer.value(), 5));

        for (String table : List.of("lot", "ledger_account")) {
            List<String> seen = ActiveBrandScope.call(
                    BrandScope.of(new Brand("aurora")),
                    () -> transactions.execute(transaction -> jdbc.sql(
                                    "select distinct issuing_brand from " + table + " where issuing_brand is not null")
                            .query(String.class)
                            .list()));
            assertThat(seen).as(table).containsExactly("aurora");
        }
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
        assertSameRefusal(Club.enrol(boreal, customer.value()), Club.enrol(boreal, nobody), "customer_not_known_yet");
        assertThat(Club.enrol(aurora, customer.value()).status()).isEqualTo(200);
        assertSameRefusal(Club.enrol(group, nobody), Club.enrol(boreal, nobody), "customer_not_known_yet");
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
        assertSameRefusal(one, other, "not_found");
    }

    private static void assertSameRefusal(ApiResponse one, ApiResponse other, String code) {
        one.expectProblem(404, code);
        other.expectProblem(404, code);
        for (String member : List.of("title", "detail", "type", "retryable", "errors")) {
            assertThat(one.json().path(member)).isEqualTo(other.json().path(member));
        }
    }
}
