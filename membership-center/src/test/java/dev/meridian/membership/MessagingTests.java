package dev.meridian.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventContracts;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@CenterTest
class MessagingTests {

    private static final String PROFILE = "meridian.customer.profile";
    private static final String CREATED = "meridian.customer.profile.created.v1";
    private static final String UPDATED = "meridian.customer.profile.updated.v1";
    private static final String MERGED = "meridian.customer.profile.merged.v1";
    private static final String BRAND_MERGED = "meridian.customer.profile.brand_merged.v1";
    private static final String INTERACTION = "meridian.customer.interaction";
    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";
    private static final String ENROLLED = "meridian.membership.member.enrolled.v1";
    private static final String MEMBER_MERGED = "meridian.membership.member.merged.v1";
    private static final String EARNED = "meridian.membership.points.earned.v1";
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private static final String NOW = Instant.now()
            .plus(Duration.ofMinutes(1))
            .truncatedTo(ChronoUnit.MILLIS)
            .toString();

    private final EventProbe probe;
    private final TestDatabase database;
    private final ApiClient operations;
    private final ApiClient center;

    MessagingTests(EventProbe probe, TestDatabase database, ApiClient api) {
        this.probe = probe;
        this.database = database;
        this.center = api;
        this.operations = api.alsoBy("operations");
    }

    /** The examples of the contract are orders of earlier this year. */
    @BeforeEach
    void the_club_has_earned_for_long() {
        Club.putProgram(
                        center.as(TestTokens.group("points:write")),
                        "group-club",
                        Map.of("name", "Group Club", "currency", "points", "earnsSince", "2020-01-01T00:00:00Z"))
                .expect(200);
    }

    @Test
    void every_example_of_what_customer_center_tells_is_understood() {
        for (String type : List.of(CREATED, UPDATED, MERGED, BRAND_MERGED)) {
            for (EventContracts.Example example : EventContracts.examples(type)) {
                String key = example.body()
                        .path(type.endsWith("merged.v1") ? "survivorId" : "customerId")
                        .asString();
                send(TestEvent.of(PROFILE, type, key, example.body()));
            }
        }
        for (EventContracts.Example example : EventContracts.examples(RECORDED)) {
            send(TestEvent.of(
                            INTERACTION,
                            RECORDED,
                            example.body().path("customerId").asString(),
                            example.body())
                    .withBrand(example.body().path("brand").asString()));
        }
        var order = EventContracts.example(RECORDED, "order-paid").body();
        var merge = EventContracts.examples(MERGED).getFirst().body();

        ReceivedEvent earned = probe.await(
                EARNED,
                event -> event.data()
                        .path("orderId")
                        .asString()
                        .equals(order.path("properties").path("orderId").asString()));

        assertThat(earned.data().path("points").asLong())
                .isEqualTo(
                        order.path("properties").path("amount").decimalValue().longValue());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.number(
                                "select count(*) from customer where customer_id = ?::uuid and absorbed_by = ?::uuid",
                                merge.path("absorbedId").asString(),
                                merge.path("survivorId").asString())
                        == 1);
        var ofBrand = EventContracts.examples(BRAND_MERGED).getFirst().body();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.number(
                                "select count(*) from brand_customer_alias where brand = ? and absorbed_id = ?::uuid",
                                ofBrand.path("brand").asString(),
                                ofBrand.path("absorbedId").asString())
                        == 1);
        assertThat(probe.receivedOn(PROFILE + ".dlt")).isEmpty();
    }

    @Test
    void an_order_is_told_as_earned_once_however_often_and_in_whatever_form_it_comes() {
        UUID customer = UUID.randomUUID();
        String orderId = "o-" + customer;
        TestEvent event = order(customer, "aurora", orderId, 120.5);

        send(event);
        send(event);
        send(order(customer, "aurora", orderId, "120.50"));

        probe.expectExactly(1, EARNED, about(customer), SETTLE);
        ReceivedEvent earned = probe.await(EARNED, about(customer));
        assertThat(earned.data().path("points").asLong()).isEqualTo(120);
        assertThat(earned.data().path("balanceAfter").asLong()).isEqualTo(120);
        probe.expectExactly(1, ENROLLED, about(customer), SETTLE);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> database.number(
                                "select count(*) from earning_decision where customer_id = ? and program = 'group-club'",
                                customer)
                        == 2);
    }

    @Test
    void a_merge_before_anything_else_and_an_order_for_the_absorbed_customer_meet_at_the_survivor() {
        UUID survivor = UUID.randomUUID();
        UUID absorbed = UUID.randomUUID();

        send(merge(survivor, absorbed));
        send(order(absorbed, "aurora", "o-" + absorbed, 75));

        ReceivedEvent earned = probe.await(
                EARNED, event -> event.data().path("orderId").asString().equals("o-" + absorbed));
        await().atMost(Duration.ofSeconds(20)).until(() -> balance(survivor) == 75);
        assertThat(earned.data().path("customerId").asString()).isIn(survivor.toString(), absorbed.toString());
    }

    @Test
    void a_merge_of_two_members_is_told() {
        UUID survivor = UUID.randomUUID();
        UUID absorbed = UUID.randomUUID();
        send(order(survivor, "aurora", "o-" + survivor, 10));
        send(order(absorbed, "boreal", "o-" + absorbed, 5));
        ReceivedEvent first = probe.await(ENROLLED, about(survivor));
        ReceivedEvent second = probe.await(ENROLLED, about(absorbed));

        TestEvent merge = merge(survivor, absorbed);
        send(merge);
        send(merge);

        Predicate<ReceivedEvent> ours =
                event -> event.data().path("mergeId").equals(merge.data().path("mergeId"));
        probe.expectExactly(1, MEMBER_MERGED, ours, SETTLE);
        ReceivedEvent told = probe.await(MEMBER_MERGED, ours);
        assertThat(told.data().path("survivorMemberId")).isEqualTo(first.data().path("memberId"));
        assertThat(told.data().path("absorbedMemberId")).isEqualTo(second.data().path("memberId"));
        await().atMost(Duration.ofSeconds(10)).until(() -> balance(survivor) == 15);
    }

    @Test
    void a_poisonous_event_is_parked_and_holds_nobody_but_its_customer_up() {
        UUID customer = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        TestEvent poison = poison(customer);

        probe.sendUnchecked(poison);
        send(order(customer, "aurora", "o-" + customer, 8));
        send(order(other, "aurora", "o-" + other, 8));

        probe.await(EARNED, about(other));
        assertThat(balance(other)).isEqualTo(8);
        await("the customer's order waits behind it")
                .atMost(Duration.ofSeconds(20))
                .until(() -> itemOf(operator(), poison)
                        .filter(item -> item.path("behind").asInt() == 1)
                        .isPresent());
        assertThat(probe.received(EARNED, about(customer))).isEmpty();
    }

    @Test
    void operators_see_what_is_parked_and_what_is_not_mended_stays_so() {
        TestEvent poison = poison(UUID.randomUUID());
        probe.sendUnchecked(poison);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> itemOf(operator(), poison).isPresent());

        operator()
                .post("/admin/dead-letters/redrive")
                .body(Map.of("topic", INTERACTION))
                .send()
                .expect(200);

        assertThat(itemOf(operator(), poison).orElseThrow().path("failure").asString())
                .isNotBlank();
        assertThat(database.number(
                        "select attempts from parked_key where key = ? and consumer = 'membership-center.earning'",
                        poison.key()))
                .isEqualTo(2);
    }

    @Test
    void only_operators_may_look_at_dead_letters_and_only_at_topics_the_center_reads() {
        operations
                .as(TestTokens.brand("aurora", "member:read"))
                .get("/admin/dead-letters")
                .query("topic", INTERACTION)
                .send()
                .expectProblem(403, "forbidden");
        ApiClient operator = operations.as(TestTokens.group("platform:admin"));
        operator.get("/admin/dead-letters")
                .query("topic", "meridian.tag.definition")
                .send()
                .expectProblem(404, "not_found");
        operator.unchecked().get("/admin/dead-letters").send().expectProblem(422, "invalid_request");
        operator.unchecked()
                .post("/admin/dead-letters/redrive")
                .body(Map.of("topic", INTERACTION, "max", 0))
                .send()
                .expectProblem(422, "invalid_request");
    }

    private ApiClient operator() {
        return operations.as(TestTokens.group("platform:admin"));
    }

    private static Optional<JsonNode> itemOf(ApiClient operator, TestEvent event) {
        return operator
                .get("/admin/dead-letters")
                .query("topic", INTERACTION)
                .send()
                .expect(200)
                .json()
                .path("items")
                .values()
                .stream()
                .filter(item -> item.path("id").asString("").equals(event.id().toString()))
                .findFirst();
    }

    private static TestEvent poison(UUID customer) {
        Map<String, Object> body = new LinkedHashMap<>(interaction(customer, "aurora", Map.of()));
        body.put("brand", "Not A Brand");
        return TestEvent.of(INTERACTION, RECORDED, customer, body);
    }

    private void send(TestEvent event) {
        probe.send(event);
    }

    private static TestEvent order(UUID customer, String brand, String orderId, Object amount) {
        return TestEvent.of(
                        INTERACTION,
                        RECORDED,
                        customer,
                        interaction(customer, brand, Map.of("orderId", orderId, "amount", amount)))
                .withBrand(brand);
    }

    private static Map<String, Object> interaction(UUID customer, String brand, Map<String, Object> properties) {
        return Map.of(
                "interactionId",
                UUID.randomUUID(),
                "customerId",
                customer,
                "brandCustomerId",
                customer,
                "sourceProfileId",
                UUID.randomUUID(),
                "brand",
                brand,
                "channel",
                "web",
                "type",
                "order.paid",
                "occurredAt",
                NOW,
                "recordedAt",
                NOW,
                "properties",
                properties);
    }

    private static TestEvent merge(UUID survivor, UUID absorbed) {
        return TestEvent.of(
                PROFILE,
                MERGED,
                survivor,
                Map.of(
                        "mergeId",
                        UUID.randomUUID(),
                        "survivorId",
                        survivor,
                        "absorbedId",
                        absorbed,
                        "sourceProfileIds",
                        List.of(UUID.randomUUID()),
                        "reason",
                        "shared_identifier",
                        "mergedAt",
                        "2026-11-01T10:00:00Z"));
    }

    private static Predicate<ReceivedEvent> about(UUID customer) {
        return event -> event.data().path("customerId").asString("").equals(customer.toString());
    }

    private long balance(UUID customer) {
        return database.number(
                "select coalesce(sum(b.posted), 0) from account_balance b join ledger_account a on a.id = b.account_id"
                        + " join member m on m.member_id = a.member_id where m.customer_id = ?",
                customer);
    }
}
