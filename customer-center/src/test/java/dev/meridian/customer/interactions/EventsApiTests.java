package dev.meridian.customer.interactions;

import static dev.meridian.customer.CustomerCalls.awaitCustomer;
import static dev.meridian.customer.CustomerCalls.awaitTimeline;
import static dev.meridian.customer.CustomerCalls.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import dev.meridian.platform.web.requests.Cursor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Events on their way from a brand to the timeline. */
@CenterTest
class EventsApiTests {

    private static final String EVENTS = "/api/events";
    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";

    private final ApiClient aurora;
    private final ApiClient boreal;
    private final ApiClient group;
    private final EventProbe probe;
    private final TestDatabase database;

    EventsApiTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "event:write"));
        this.boreal = api.as(TestTokens.brand("boreal", "customer:read", "event:write"));
        this.group = api.as(TestTokens.group("customer:read"));
        this.probe = probe;
        this.database = database;
    }

    @Test
    void a_batch_is_taken_in_item_by_item_and_each_event_is_stored_once() {
        Person person = Person.unseen();
        String run = UUID.randomUUID().toString();
        Map<String, Object> one = order(run + "-1", 1200.50, person.byPhone());
        Map<String, Object> two = order(run + "-2", 999.99, person.byOpenid());
        Map<String, Object> three = order(run + "-3", 1500, person.byOpenid(), person.byPhone());
        List<Object> batch = new ArrayList<>(List.of(one, two, "not an event", three, two, Map.of("id", 7), two));

        ApiResponse answer = aurora.unchecked().post(EVENTS).body(batch).send().expect(202);

        assertThat(answer.json().path("accepted").asInt()).isEqualTo(5);
        assertThat(answer.json().path("rejected").findValuesAsString("index")).containsExactly("2", "5");
        assertThat(answer.json()
                        .path("rejected")
                        .path(0)
                        .path("problem")
                        .path("code")
                        .asString())
                .isEqualTo("invalid_request");
        String id = awaitCustomer(aurora, person.phone());
        List<JsonNode> items = awaitTimeline(aurora, id, 3);
        assertThat(items)
                .extracting(item -> item.path("eventId").asString())
                .containsExactlyInAnyOrder(run + "-1", run + "-2", run + "-3");
        List<ReceivedEvent> told = probe.await(
                RECORDED,
                3,
                event -> event.data()
                        .path("properties")
                        .path("orderId")
                        .asString("")
                        .startsWith("o-" + run));
        assertThat(told).hasSize(3).allSatisfy(event -> {
            assertThat(event.brand()).contains("aurora");
            assertThat(event.key()).isEqualTo(event.data().path("customerId").asString());
            assertThat(event.id().toString())
                    .isEqualTo(event.data().path("interactionId").asString());
        });
    }

    @Test
    void the_timeline_is_newest_first_page_by_page_and_shows_all_the_brand_sent() {
        Person person = Person.unseen();
        String run = UUID.randomUUID().toString();
        List<Object> batch = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            batch.add(Person.event(
                    run + i,
                    "order.shipped",
                    "2026-03-0" + (1 + i / 2) + "T08:00:00Z",
                    Map.of("orderId", run, "receiver", Map.of("name", "李雷", "phone", person.phone()), "n", i),
                    List.of(person.byPhone())));
        }
        aurora.post(EVENTS).body(batch).send().expect(202);
        String id = awaitCustomer(aurora, person.phone());
        awaitTimeline(aurora, id, 7);

        List<JsonNode> walked = new ArrayList<>();
        String cursor = "";
        do {
            var request = aurora.get("/api/customers/{id}/timeline", id).query("limit", 3);
            JsonNode page = (cursor.isEmpty() ? request : request.query("cursor", cursor))
                    .send()
                    .expect(200)
                    .json();
            page.path("items").forEach(walked::add);
            cursor = page.path("nextCursor").asString("");
        } while (!cursor.isEmpty());

        assertThat(walked).hasSize(7).doesNotHaveDuplicates();
        assertThat(walked)
                .extracting(item -> item.path("occurredAt").asString())
                .isSortedAccordingTo(Collections.reverseOrder());
        assertThat(walked.getFirst()
                        .path("properties")
                        .path("receiver")
                        .path("name")
                        .asString())
                .isEqualTo("李雷");
        // Nobody has declared the type: that there was such an event is all that is told.
        assertThat(probe.await(RECORDED, 7, event -> event.key().equals(id))).allSatisfy(event -> {
            assertThat(event.data().path("properties")).isEmpty();
            assertThat(event.data().path("type").asString()).isEqualTo("order.shipped");
            assertThat(event.data().path("channel").asString()).isEqualTo("mini_program");
        });
        assertThat(walked)
                .allSatisfy(
                        item -> assertThat(item.path("typeVersion").isNull()).isTrue());
        aurora.get("/api/customers/{id}/timeline", id)
                .query("cursor", "nonsense")
                .send()
                .expectProblem(400, "invalid_cursor");
        aurora.get("/api/customers/{id}/timeline", id)
                .query("cursor", Cursor.encode("-999999999-01-01T00:00:00Z", id))
                .send()
                .expectProblem(400, "invalid_cursor");
    }

    @Test
    void a_brand_sees_its_own_interactions_and_the_group_sees_all() {
        Person person = Person.unseen();
        aurora.post(EVENTS)
                .body(order(UUID.randomUUID().toString(), 10, person.byPhone()))
                .send()
                .expect(202);
        String id = awaitCustomer(aurora, person.phone());
        boreal.get("/api/customers/{id}/timeline", id).send().expectProblem(404, "not_found");
        boreal.post(EVENTS)
                .body(order(UUID.randomUUID().toString(), 20, person.byPhone()))
                .send()
                .expect(202);

        assertThat(awaitTimeline(boreal, id, 1).getFirst().path("brand").asString())
                .isEqualTo("boreal");
        assertThat(awaitTimeline(aurora, id, 1).getFirst().path("brand").asString())
                .isEqualTo("aurora");
        awaitTimeline(group, id, 2);
    }

    @Test
    void the_same_event_id_of_another_brand_is_another_event() {
        Person person = Person.unseen();
        String eventId = UUID.randomUUID().toString();
        aurora.post(EVENTS).body(order(eventId, 10, person.byPhone())).send().expect(202);
        boreal.post(EVENTS).body(order(eventId, 10, person.byPhone())).send().expect(202);

        awaitTimeline(group, awaitCustomer(aurora, person.phone()), 2);
    }

    @Test
    void an_event_id_sent_again_with_other_content_changes_nothing() {
        Person person = Person.unseen();
        Person other = Person.unseen();
        String eventId = UUID.randomUUID().toString();
        aurora.post(EVENTS).body(order(eventId, 10, person.byPhone())).send().expect(202);
        String id = awaitCustomer(aurora, person.phone());
        awaitTimeline(aurora, id, 1);

        aurora.post(EVENTS)
                .body(order(eventId, 99, person.byPhone(), other.byOpenid()))
                .send()
                .expect(202);
        String marker = UUID.randomUUID().toString();
        aurora.post(EVENTS).body(order(marker, 1, person.byPhone())).send().expect(202);

        List<JsonNode> items = awaitTimeline(aurora, id, 2);
        assertThat(items)
                .extracting(item -> item.path("properties").path("amount").asInt())
                .containsOnly(10, 1);
    }

    @Test
    void an_event_of_an_old_day_is_taken_in() {
        Person person = Person.unseen();
        aurora.post(EVENTS)
                .body(Person.event(
                        UUID.randomUUID().toString(),
                        "order.paid",
                        "1997-01-12T00:00:00Z",
                        Map.of(),
                        List.of(person.byPhone())))
                .send()
                .expect(202);

        assertThat(awaitTimeline(aurora, awaitCustomer(aurora, person.phone()), 1)
                        .getFirst()
                        .path("occurredAt")
                        .asString())
                .isEqualTo("1997-01-12T00:00:00Z");
    }

    @Test
    void what_a_brand_loads_as_the_past_is_marked_wherever_it_goes() {
        Person person = Person.unseen();
        Map<String, Object> past = new HashMap<>(order(UUID.randomUUID().toString(), 10, person.byPhone()));
        past.put("historical", true);
        Map<String, Object> present = order(UUID.randomUUID().toString(), 20, person.byPhone());
        aurora.post(EVENTS).body(List.of(past, present)).send().expect(202);

        String id = awaitCustomer(aurora, person.phone());
        assertThat(awaitTimeline(aurora, id, 2))
                .allSatisfy(item -> assertThat(item.path("historical").asBoolean())
                        .isEqualTo(item.path("eventId").asString().equals(past.get("id"))));
        assertThat(probe.await(RECORDED, 2, event -> event.key().equals(id)))
                .allSatisfy(event -> assertThat(event.data().path("historical").asBoolean())
                        .isEqualTo(event.data()
                                .path("properties")
                                .path("orderId")
                                .asString()
                                .equals("o-" + past.get("id"))));
    }

    @Test
    void a_poison_event_is_parked_and_holds_nobody_up() {
        Person person = Person.unseen();
        String id = UUID.randomUUID().toString();
        probe.sendRaw(
                IngestTopic.NAME,
                "aurora|x",
                Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", id),
                        Map.entry("ce_source", "/meridian/customer-center"),
                        Map.entry("ce_type", IngestTopic.ACCEPTED),
                        Map.entry("ce_subject", "aurora|x"),
                        Map.entry("ce_time", "2026-03-02T08:00:00Z"),
                        Map.entry("ce_sequence", "0"),
                        Map.entry("ce_partitionkey", "aurora|x"),
                        Map.entry("ce_brand", "aurora"),
                        Map.entry("content-type", "application/json")),
                "{\"sealed\":\"Z2FyYmFnZQ==\"}".getBytes(StandardCharsets.UTF_8));
        aurora.post(EVENTS)
                .body(order(UUID.randomUUID().toString(), 1, person.byPhone()))
                .send()
                .expect(202);

        await("it is parked")
                .atMost(Duration.ofSeconds(20))
                .until(() -> database.number("select count(*) from parked_event where event_id = ?::uuid", id) == 1);
        awaitTimeline(aurora, awaitCustomer(aurora, person.phone()), 1);
    }
}
