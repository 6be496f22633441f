package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.e2e.Gateway.Answer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * One person buys from brand Aurora. How often it is walked is the system property
 * {@code meridian.prove.seeds}.
 */
class CustomerJourney {

    @RegisterExtension
    static final WholeFleet FLEET = new WholeFleet();

    private static final String SEGMENT =
            "frequent-and-generous-" + UUID.randomUUID().toString().substring(0, 8);
    private static final Duration WITHIN_5_SECONDS = Duration.ofSeconds(5);
    private static final Duration AFTER_A_RESTART = Duration.ofSeconds(90);

    static IntStream walks() {
        return IntStream.rangeClosed(1, Integer.getInteger("meridian.prove.seeds", 3));
    }

    @BeforeAll
    static void a_marketer_publishes_the_segment() {
        Gateway.As marketer = FLEET.gateway().as("MARKETER");
        assertThat(marketer.put("/api/segments/" + SEGMENT, Map.of("name", "Frequent and generous", "rule", rule()))
                        .status())
                .isEqualTo(201);
        assertThat(marketer.call("POST", "/api/segments/" + SEGMENT + "/publish", null)
                        .status())
                .isEqualTo(202);
        await("the segment is published")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(marketer.get("/api/segments/" + SEGMENT)
                                .body()
                                .path("status")
                                .asString())
                        .isEqualTo("published"));
    }

    /** More than 3 orders in 3 months, and more than 1000 on average. */
    private static JsonNode rule() {
        return Gateway.JSON.readTree("""
                {"all": [
                  {"activity": {"event": "order.paid", "within": "P3M", "measure": "count", "is": {"gt": 3}}},
                  {"activity": {"event": "order.paid", "within": "P3M", "measure": "avg", "of": "amount",
                                "is": {"gt": 1000}}}]}
                """);
    }

    @ParameterizedTest(name = "walk {0}")
    @MethodSource("walks")
    void four_orders_over_two_identifiers_make_one_customer_with_exact_points_and_a_segment(int walk) {
        Person person = Person.unseen();
        Gateway.As aurora = FLEET.gateway().as("AURORA");
        List<Object> batch = new ArrayList<>(fourOrders(person));
        Object sentThreeTimes = batch.get(1);
        batch.add(sentThreeTimes);
        batch.add(Map.of("id", "broken", "type", "order.paid", "occurredAt", "yesterday", "channel", "mini_program"));
        batch.add(sentThreeTimes);

        Answer accepted = aurora.post("/api/events", batch);

        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.body().path("accepted").asInt()).isEqualTo(6);
        assertThat(accepted.body().path("rejected")).hasSize(1);
        assertThat(accepted.body().path("rejected").path(0).path("index").asInt())
                .isEqualTo(5);
        assertThat(accepted.body()
                        .path("rejected")
                        .path(0)
                        .path("problem")
                        .path("code")
                        .asString())
                .isEqualTo("invalid_request");
        String customerId = segmentListsThePerson(person, WITHIN_5_SECONDS);
        oneCustomerWithExactPoints(person, customerId);
        theSegmentSaysWhy(customerId);
        anotherBrandSeesNothing(customerId);
    }

    @ParameterizedTest(name = "walk {0}")
    @MethodSource("walks")
    void a_killed_tag_center_loses_nothing_and_stops_only_its_own_capability(int walk) {
        Person person = Person.unseen();
        Gateway.As aurora = FLEET.gateway().as("AURORA");
        List<Map<String, Object>> orders = fourOrders(person);
        assertThat(aurora.post("/api/events", orders.subList(0, 2)).status()).isEqualTo(202);

        FLEET.kill("tag-center");
        try {
            Answer whileDown = aurora.post("/api/events", orders.subList(2, 4));
            assertThat(whileDown.status()).isEqualTo(202);
            assertThat(whileDown.body().path("accepted").asInt()).isEqualTo(2);
            String customerId = await("customer and points arrive without the tag center")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> customerWithPoints(person, 4709), id -> !id.isEmpty());
            Answer overview = aurora.get("/api/customers/" + customerId + "/overview");
            assertThat(overview.status()).isEqualTo(200);
            assertThat(overview.body().path("profile").path("customerId").asString())
                    .isEqualTo(customerId);
            assertThat(overview.body().path("memberships")).hasSize(1);
            assertThat(overview.body().path("degraded").path(0).path("center").asString())
                    .isEqualTo("tag-center");
        } finally {
            FLEET.start("tag-center");
        }

        String customerId = segmentListsThePerson(person, AFTER_A_RESTART);
        oneCustomerWithExactPoints(person, customerId);
        theSegmentSaysWhy(customerId);
        await("the overview is whole again").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            JsonNode overview =
                    aurora.get("/api/customers/" + customerId + "/overview").body();
            assertThat(overview.path("degraded")).isEmpty();
            assertThat(overview.path("segments").findValuesAsString("key")).contains(SEGMENT);
        });
    }

    /** 1200.50 + 999.99 + 1500 + 1010.10: 4 orders, 1177.65 on average, 1200 + 999 + 1500 + 1010 = 4709 points. */
    private static List<Map<String, Object>> fourOrders(Person person) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String run = UUID.randomUUID().toString();
        return List.of(
                Person.order(run + "-1", now.minus(40, ChronoUnit.DAYS).toString(), 1200.50, List.of(person.byPhone())),
                Person.order(run + "-2", now.minus(30, ChronoUnit.DAYS).toString(), 999.99, List.of(person.byOpenid())),
                Person.order(
                        run + "-3",
                        now.minus(20, ChronoUnit.DAYS).toString(),
                        1500,
                        List.of(person.byOpenid(), person.byPhone())),
                Person.order(
                        run + "-4", now.minus(10, ChronoUnit.DAYS).toString(), 1010.10, List.of(person.byPhone())));
    }

    private static String segmentListsThePerson(Person person, Duration within) {
        return await("the segment lists the customer")
                .atMost(within)
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            String id = lookup("phone", person.phone());
                            return !id.isEmpty() && segmentsOf(id).contains(SEGMENT) ? id : "";
                        },
                        id -> !id.isEmpty());
    }

    private static List<String> segmentsOf(String customerId) {
        return FLEET.gateway()
                .as("AURORA")
                .get("/api/customers/" + customerId + "/segments")
                .body()
                .path("items")
                .findValuesAsString("key");
    }

    private static String lookup(String type, String value) {
        Answer found = FLEET.gateway().as("AURORA").lookup(type, value);
        return found.status() == 200 ? found.body().path("customerId").asString() : "";
    }

    private static String customerWithPoints(Person person, long points) {
        String id = lookup("phone", person.phone());
        return !id.isEmpty() && balance(id) == points ? id : "";
    }

    private static long balance(String customerId) {
        return FLEET.gateway()
                .as("AURORA")
                .get("/api/customers/" + customerId + "/memberships")
                .body()
                .path("items")
                .path(0)
                .path("balances")
                .path(0)
                .path("available")
                .asLong(-1);
    }

    private static void oneCustomerWithExactPoints(Person person, String customerId) {
        Gateway.As aurora = FLEET.gateway().as("AURORA");
        assertThat(lookup("wechat_openid", person.openid())).isEqualTo(customerId);
        JsonNode timeline =
                aurora.get("/api/customers/" + customerId + "/timeline").body().path("items");
        assertThat(timeline).hasSize(4);
        assertThat(timeline.findValuesAsString("occurredAt"))
                .isSortedAccordingTo((a, b) -> Instant.parse(b).compareTo(Instant.parse(a)));
        await("points equal the rule to the point")
                .atMost(Duration.ofSeconds(10))
                .until(() -> balance(customerId), points -> points == 4709);
        JsonNode memberships = aurora.get("/api/customers/" + customerId + "/memberships")
                .body()
                .path("items");
        assertThat(memberships).hasSize(1);
        String memberId = memberships.path(0).path("memberId").asString();
        JsonNode statement = aurora.get("/api/members/" + memberId + "/points/transactions")
                .body()
                .path("items");
        assertThat(statement.path(0).path("balanceAfter").asLong()).isEqualTo(4709);
    }

    private static void theSegmentSaysWhy(String customerId) {
        Gateway.As marketer = FLEET.gateway().as("MARKETER");
        JsonNode why = marketer.get("/api/segments/" + SEGMENT + "/explanations/" + customerId)
                .body();
        assertThat(why.path("in").asBoolean()).isTrue();
        assertThat(Instant.parse(why.path("validUntil").asString())).isAfter(Instant.now());
        assertThat(why.path("evidence").toString()).contains("count", "avg");
        JsonNode members = marketer.get("/api/segments/" + SEGMENT + "/members?limit=500")
                .body()
                .path("items");
        assertThat(members.findValuesAsString("customerId"))
                .contains(customerId)
                .doesNotHaveDuplicates();
    }

    private static void anotherBrandSeesNothing(String customerId) {
        Gateway.As boreal = FLEET.gateway().as("BOREAL");
        for (String path : List.of("", "/overview", "/timeline", "/memberships", "/segments")) {
            Answer answer = boreal.get("/api/customers/" + customerId + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.code()).as(path).isEqualTo("not_found");
        }
    }
}
