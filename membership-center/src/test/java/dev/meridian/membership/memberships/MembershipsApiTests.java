package dev.meridian.membership.memberships;

import static dev.meridian.membership.Consuming.interaction;
import static dev.meridian.membership.Consuming.known;
import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Club;
import dev.meridian.membership.Consuming;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
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
    private final ApiClient group;
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
        this.group = api.as(TestTokens.group(ALL));
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
        consuming.enrolled("aurora", customer);

        JsonNode balance = Club.membership(aurora, customer).path("balances").path(0);

        assertThat(balance.path("currency").asString()).isEqualTo("points");
        assertThat(balance.path("available").asLong(-1)).isZero();
    }

    @Test
    void after_a_merge_each_brand_keeps_its_ids_and_both_lead_to_one_balance_whose_statement_shows_the_transfer() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(
                order(survivor, "aurora", "M1-" + survivor.value(), 100),
                order(absorbed, "boreal", "M2-" + absorbed.value(), 30));
        UUID survivorMember = Club.member(database, survivor);
        UUID absorbedMember = Club.member(database, absorbed);
        consuming.facts(merged(survivor, absorbed));

        JsonNode ofBoreal = Club.membership(boreal, absorbed);
        assertThat(ofBoreal.path("balances"))
                .isEqualTo(Club.membership(aurora, survivor).path("balances"));
        assertThat(ofBoreal.path("customerId").asString())
                .isEqualTo(absorbed.value().toString());
        assertThat(boreal.get("/api/members/{id}", absorbedMember)
                        .send()
                        .expect(200)
                        .json())
                .isEqualTo(ofBoreal);
        assertThat(group.get("/api/members/{id}", absorbedMember)
                        .send()
                        .expect(200)
                        .json()
                        .path("memberId")
                        .asString())
                .isEqualTo(survivorMember.toString());
        JsonNode transfer = Club.statement(group, absorbedMember, 50).getFirst();
        assertThat(transfer.path("kind").asString()).isEqualTo("transfer");
        assertThat(transfer.path("points").asLong()).isEqualTo(30);
        assertThat(transfer.path("balanceAfter").asLong()).isEqualTo(130);
        assertThat(transfer.path("cause").path("type").asString()).isEqualTo("merge");
        assertThat(transfer.path("cause").path("id").asString()).isNotBlank();
        assertThat(Club.statement(boreal, absorbedMember, 50)).singleElement().satisfies(line -> {
            assertThat(line.path("kind").asString()).isEqualTo("others");
            assertThat(line.path("points").asLong()).isEqualTo(130);
        });
    }

    @Test
    void a_customer_whose_event_is_still_on_its_way_may_be_enrolled_in_a_moment() {
        UUID customer = UUID.randomUUID();

        ApiResponse refused = Club.enrol(aurora, customer).expectProblem(404, "customer_not_known_yet");

        assertThat(refused.json().path("retryable").asBoolean()).isTrue();
        assertThat(refused.header("Retry-After")).isPresent();
        consuming.facts(known(new CustomerId(customer), "aurora"));
        Club.enrol(aurora, customer).expect(201);
    }

    @Test
    void looking_at_a_page_enrols_nobody_and_the_first_order_does() {
        CustomerId customer = someone();
        consuming.interactions(interaction(customer, "aurora", "page.viewed", Map.of()));
        assertThat(aurora.get("/api/customers/{id}/memberships", customer.value())
                        .send()
                        .expect(200)
                        .json()
                        .path("items"))
                .isEmpty();

        consuming.interactions(order(customer, "aurora", "F1-" + customer.value(), 3));

        assertThat(Club.membership(aurora, customer).path("program").asString()).isEqualTo("group-club");
    }

    @Test
    void a_brand_is_told_the_day_of_enrolment_and_the_group_the_instant() {
        CustomerId customer = someone();
        consuming.interactions(order(customer, "boreal", "D1-" + customer.value(), 3));
        consuming.facts(known(customer, "aurora"));

        Instant told = Instant.parse(
                Club.membership(aurora, customer).path("enrolledAt").asString());
        Instant exact = Instant.parse(
                Club.membership(group, customer).path("enrolledAt").asString());

        assertThat(told.atZone(ZoneId.of("Asia/Shanghai")).toLocalTime()).isEqualTo(LocalTime.MIDNIGHT);
        assertThat(exact).isBetween(told, told.plus(Duration.ofDays(1)));
        assertThat(Club.member(database, customer).version()).isEqualTo(4);
    }

    @Test
    void enrolling_somebody_who_is_a_member_answers_with_the_membership_they_have() {
        CustomerId customer = someone();
        consuming.enrolled("aurora", customer);

        ApiResponse answer = Club.enrol(aurora, customer.value()).expect(200);

        assertThat(answer.json()).isEqualTo(Club.membership(aurora, customer));
    }

    @Test
    void a_programme_on_request_enrols_when_it_is_asked_and_only_once() {
        CustomerId customer = someone();
        consuming.enrolled("aurora", customer);
        String program = "circle-" + UUID.randomUUID();
        Club.circle(group, program, Map.of());

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
        consuming.enrolled("aurora", customer);
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
