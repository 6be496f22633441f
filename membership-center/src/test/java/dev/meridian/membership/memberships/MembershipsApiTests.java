package dev.meridian.membership.memberships;

import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.seen;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Club;
import dev.meridian.membership.Consuming;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class MembershipsApiTests {

    private static final String[] ALL = {"member:read", "points:write"};

    private final Consuming consuming;
    private final ApiClient aurora;
    private final ApiClient boreal;
    private final TestDatabase database;

    MembershipsApiTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.aurora = api.as(TestTokens.brand("aurora", ALL));
        this.boreal = api.as(TestTokens.brand("boreal", ALL));
        this.database = database;
    }

    @Test
    void a_customer_has_one_membership_with_the_balance_of_all_brands() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "A1-" + customer.value(), "120.90"),
                order(customer, "boreal", "B1-" + customer.value(), 30));

        JsonNode membership = Club.membership(aurora, customer);

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

        JsonNode balance = Club.membership(aurora, customer).path("balances").path(0);

        assertThat(balance.path("currency").asString()).isEqualTo("points");
        assertThat(balance.path("available").asLong(-1)).isZero();
    }

    @Test
    void after_a_merge_both_ids_answer_with_the_survivor_whose_statement_shows_the_transfer() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(
                order(survivor, "aurora", "M1-" + survivor.value(), 100),
                order(absorbed, "boreal", "M2-" + absorbed.value(), 30));
        UUID survivorMember = Club.member(database, survivor);
        UUID absorbedMember = Club.member(database, absorbed);
        consuming.facts(merged(survivor, absorbed));

        assertThat(Club.membership(aurora, survivor)).isEqualTo(Club.membership(boreal, absorbed));
        assertThat(Club.membership(boreal, survivor).path("memberId").asString())
                .isEqualTo(survivorMember.toString());
        assertThat(boreal.get("/api/members/{id}", absorbedMember)
                        .send()
                        .expect(200)
                        .json()
                        .path("memberId")
                        .asString())
                .isEqualTo(survivorMember.toString());
        JsonNode transfer = Club.statement(boreal, absorbedMember, 50).getFirst();
        assertThat(transfer.path("kind").asString()).isEqualTo("transfer");
        assertThat(transfer.path("points").asLong()).isEqualTo(30);
        assertThat(transfer.path("balanceAfter").asLong()).isEqualTo(130);
        assertThat(transfer.path("cause").path("type").asString()).isEqualTo("merge");
        assertThat(transfer.path("cause").path("id").asString()).isNotBlank();
    }

    @Test
    void enrolling_somebody_who_is_a_member_answers_with_the_membership_they_have() {
        CustomerId customer = someone();
        consuming.facts(seen(customer, "aurora"));

        ApiResponse answer = Club.enrol(aurora, customer.value()).expect(200);

        assertThat(answer.json()).isEqualTo(Club.membership(aurora, customer));
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
}
