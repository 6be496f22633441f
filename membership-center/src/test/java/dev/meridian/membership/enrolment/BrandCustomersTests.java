package dev.meridian.membership.enrolment;

import static dev.meridian.membership.Consuming.by;
import static dev.meridian.membership.Consuming.known;
import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.mergedInBrand;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Club;
import dev.meridian.membership.Consuming;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.BrandIsolation;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A brand names and is shown the customers its own evidence makes; the membership behind them is the group's. */
@CenterTest
class BrandCustomersTests {

    private static final String[] ALL = {"member:read", "points:write"};
    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIMES = Pattern.compile("20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z");

    private final Consuming consuming;
    private final ApiClient api;
    private final ApiClient aurora;
    private final ApiClient boreal;
    private final ApiClient group;
    private final TestDatabase database;

    BrandCustomersTests(
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
    void two_customers_of_a_brand_that_only_others_evidence_joins_are_two_members_to_it_with_one_balance() {
        CustomerId one = someone();
        CustomerId own = someone();
        consuming.interactions(
                order(one, "boreal", "O-" + one.value(), 5),
                order(one, "aurora", "A-" + one.value(), 10),
                by(own, order(one, "aurora", "B-" + own.value(), 20)));

        JsonNode first = Club.membership(aurora, one);
        JsonNode second = Club.membership(aurora, own);

        assertThat(first.path("customerId").asString()).isEqualTo(one.value().toString());
        assertThat(second.path("customerId").asString()).isEqualTo(own.value().toString());
        assertThat(second.path("memberId")).isNotEqualTo(first.path("memberId"));
        assertThat(first.at("/balances/0/available").asLong())
                .as("one balance, of all brands and of whoever the group takes for one")
                .isEqualTo(35);
        assertThat(second.path("balances")).isEqualTo(first.path("balances"));
        for (JsonNode membership : List.of(first, second)) {
            assertThat(aurora.get(
                                    "/api/members/{id}",
                                    membership.path("memberId").asString())
                            .send()
                            .expect(200)
                            .json())
                    .isEqualTo(membership);
        }
        List<JsonNode> statement = Club.statement(aurora, id(second), 50);
        assertThat(statement.getLast().at("/cause/id").asString()).isEqualTo("B-" + own.value());
        assertThat(statement.getFirst().path("kind").asString()).isEqualTo("others");
        assertThat(statement.getFirst().path("points").asLong()).isEqualTo(15);
        assertThat(statement.toString())
                .as("what the brand's other customer bought is nobody's it knows")
                .doesNotContain("A-" + one.value());
        assertThat(Club.enrol(aurora, own.value()).expect(200).json()).isEqualTo(second);
        assertThat(group.get("/api/customers/{id}/memberships", one.value())
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(1);
    }

    @Test
    void an_id_that_a_brand_was_never_given_is_unknown_to_it() {
        CustomerId inGroup = someone();
        CustomerId own = someone();
        consuming.interactions(
                by(own, order(inGroup, "aurora", "A-" + own.value(), 10)),
                order(inGroup, "boreal", "O-" + own.value(), 5));
        String memberships = "/api/customers/{id}/memberships";
        JsonNode ofAurora = Club.membership(aurora, own);
        JsonNode ofBoreal = Club.membership(boreal, inGroup);

        aurora.get(memberships, inGroup.value()).send().expectProblem(404, "not_found");
        boreal.get(memberships, own.value()).send().expectProblem(404, "not_found");
        group.get(memberships, own.value()).send().expectProblem(404, "not_found");
        Club.enrol(aurora, inGroup.value()).expectProblem(404, "customer_not_known_yet");
        assertThat(ofAurora.path("customerId").asString()).isEqualTo(own.value().toString());
        assertThat(ofBoreal.path("customerId").asString())
                .isEqualTo(inGroup.value().toString());
    }

    @Test
    void what_the_group_merges_leaves_a_brands_ids_as_they_are_and_the_survivors_unknown() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(
                order(survivor, "boreal", "S-" + survivor.value(), 5),
                order(absorbed, "aurora", "A-" + absorbed.value(), 10));
        JsonNode before = Club.membership(aurora, absorbed);

        consuming.facts(merged(survivor, absorbed));

        JsonNode after = Club.membership(aurora, absorbed);
        assertThat(after.path("customerId")).isEqualTo(before.path("customerId"));
        assertThat(after.path("memberId")).isEqualTo(before.path("memberId"));
        assertThat(after.at("/balances/0/available").asLong()).isEqualTo(15);
        aurora.get("/api/customers/{id}/memberships", survivor.value()).send().expectProblem(404, "not_found");
        aurora.get("/api/members/{id}", Club.member(database, survivor)).send().expectProblem(404, "not_found");
    }

    @Test
    void what_a_brand_joins_itself_is_one_member_to_it_and_the_old_ids_lead_on() {
        CustomerId one = someone();
        CustomerId own = someone();
        consuming.interactions(
                order(one, "aurora", "A-" + one.value(), 10), by(own, order(one, "aurora", "B-" + own.value(), 20)));
        JsonNode survivor = Club.membership(aurora, one);
        UUID old = id(Club.membership(aurora, own));

        consuming.facts(mergedInBrand("aurora", one, own));

        assertThat(Club.membership(aurora, own)).isEqualTo(survivor);
        assertThat(aurora.get("/api/members/{id}", old).send().expect(200).json())
                .isEqualTo(survivor);
        assertThat(Club.statement(aurora, old, 50).stream()
                        .map(line -> line.at("/cause/id").asString()))
                .containsExactlyInAnyOrder("A-" + one.value(), "B-" + own.value());
    }

    @Test
    void in_whatever_order_it_is_told_it_comes_to_the_same() {
        List<String> answers = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            CustomerId first = someone();
            CustomerId second = someone();
            CustomerId third = someone();
            consuming.enrolled("boreal", first);
            List<CustomerFact> told = new ArrayList<>(List.of(
                    known(first, "aurora"),
                    known(second, "aurora"),
                    known(first, "aurora", third),
                    merged(first, second),
                    mergedInBrand("aurora", second, third)));
            told.addAll(List.copyOf(told.subList(3, 5)));
            Collections.shuffle(told, new Random(seed));
            told.forEach(consuming::facts);

            JsonNode one = Club.membership(aurora, second);
            assertThat(Club.membership(aurora, third)).isEqualTo(one);
            assertThat(one.path("customerId").asString())
                    .isEqualTo(second.value().toString());
            assertThat(id(Club.membership(aurora, first))).isNotEqualTo(id(one));
            answers.add(one.path("balances").toString());
        }
        assertThat(answers).containsOnly(answers.getFirst());
    }

    @Test
    void no_operation_shows_one_brand_what_is_anothers() {
        CustomerId customer = someone();
        consuming.interactions(order(customer, "aurora", "I-" + customer.value(), 7));
        UUID member = id(Club.membership(aurora, customer));

        BrandIsolation.of(api.as(TestTokens.brand("curious", "member:read", "points:write", "platform:admin")))
                .id("customerId", customer.value())
                .id("memberId", member)
                .id("program", "group-club", "no-such-programme")
                .id("key", "paid-order", "no-such-rule")
                .without("getProgram", "a programme is the group's word to every brand")
                .without("listPrograms", "so is the list of them, whose keys stand in for foreign ones above")
                .without("enrolMember", "asked below: the programme is everybody's, the customer stands in the body")
                .without("putProgram", "asked by the group alone, see ProgramsApiTests")
                .without("putEarningRule", "asked by the group alone, see BrandIsolationTests")
                .secret("I-" + customer.value())
                .secret("aurora")
                .verify();
        Club.enrol(api.as(TestTokens.brand("curious", ALL)), customer.value())
                .expectProblem(404, "customer_not_known_yet");
    }

    @Test
    void the_same_requests_are_answered_alike_whatever_another_brands_evidence_joined() {
        List<String> alone = answers(false);
        List<String> joined = answers(true);

        assertThat(alone).hasSizeGreaterThanOrEqualTo(20);
        for (int i = 0; i < alone.size(); i++) {
            assertThat(joined.get(i)).as("request %d", i).isEqualTo(alone.get(i));
        }
    }

    /** The same things of brand aurora, in a world of its own and in one where another brand has joined its customers. */
    private List<String> answers(boolean joined) {
        CustomerId first = someone();
        CustomerId second = someone();
        CustomerId third = someone();
        consuming.interactions(
                order(first, "aurora", "A1-" + first.value(), 10), order(second, "aurora", "B1-" + second.value(), 20));
        CustomerId secondInGroup = joined ? first : second;
        CustomerId thirdInGroup = joined ? first : third;
        if (joined) {
            consuming.facts(merged(first, second));
            consuming.interactions(order(first, "boreal", "O-" + first.value(), 500));
        }
        consuming.interactions(
                by(second, order(secondInGroup, "aurora", "B2-" + second.value(), 3)),
                by(third, order(thirdInGroup, "aurora", "C1-" + third.value(), 4)));
        Map<String, String> names = new LinkedHashMap<>();
        List<String> answers = new ArrayList<>();
        for (CustomerId customer : List.of(first, second, third)) {
            names.put(customer.value().toString(), "<customer " + names.size() + ">");
        }
        for (CustomerId customer : List.of(first, second, third)) {
            ApiResponse list = aurora.get("/api/customers/{id}/memberships", customer.value())
                    .send();
            answers.add(normal(list, names));
            UUID member = id(list.json().path("items").path(0));
            answers.add(normal(aurora.get("/api/members/{id}", member).send(), names));
            answers.add(normal(aurora.get("/api/members/{id}/points", member).send(), names));
            answers.add(normal(Club.enrol(aurora, customer.value()), names));
            List<JsonNode> lines = Club.statement(aurora, member, 1);
            for (String order : List.of(
                    "A1-" + first.value(), "B1-" + second.value(), "B2-" + second.value(), "C1-" + third.value())) {
                answers.add(
                        customer.equals(second) && order.startsWith("B1")
                                ? "see ADR 0030: a merge of the group's moves what was earned before into the day's amount"
                                : "own line of " + order.substring(0, 2) + ": "
                                        + lines.stream()
                                                .anyMatch(line -> line.at("/cause/id")
                                                        .asString("")
                                                        .equals(order)));
            }
            answers.add(
                    normal(boreal.get("/api/members/{id}", UUID.randomUUID()).send(), names));
        }
        return answers;
    }

    /** Without what a shared balance shows by decision, and without what is random. */
    private static String normal(ApiResponse answer, Map<String, String> names) {
        JsonNode json = answer.json().deepCopy();
        withoutBalances(json);
        String text = answer.status() + " " + json;
        text = text.replaceAll("\"requestId\":\"[^\"]*\"", "");
        Matcher matcher = UUIDS.matcher(text);
        text = matcher.replaceAll(found ->
                Matcher.quoteReplacement(names.computeIfAbsent(found.group(), unused -> "<id " + names.size() + ">")));
        return TIMES.matcher(text).replaceAll("<day>");
    }

    private static void withoutBalances(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.remove("balances");
        }
        json.forEach(BrandCustomersTests::withoutBalances);
    }

    @Test
    void a_brands_reads_wait_for_nobody_who_writes_of_another_brand() throws SQLException {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "L-" + customer.value(), 7),
                order(customer, "boreal", "M-" + customer.value(), 3));
        UUID member = id(Club.membership(aurora, customer));
        try (Connection others = database.connect();
                Statement statement = others.createStatement()) {
            others.setAutoCommit(false);
            for (String table : List.of("customer", "member", "account_balance", "account_day", "ledger_transaction")) {
                assertThat(statement.execute("select 1 from " + table + " for update"))
                        .isTrue();
            }
            for (String table :
                    List.of("brand_customer", "brand_customer_alias", "brand_member", "transaction_origin")) {
                assertThat(statement.execute("select 1 from " + table + " where brand <> 'aurora' for update"))
                        .isTrue();
            }
            aurora.get("/api/customers/{id}/memberships", customer.value())
                    .send()
                    .expect(200);
            aurora.get("/api/members/{id}/points/transactions", member).send().expect(200);
            Club.enrol(aurora, customer.value()).expect(200);
            others.rollback();
        }
    }

    private static UUID id(JsonNode membership) {
        return UUID.fromString(membership.path("memberId").asString());
    }
}
