package dev.meridian.customer.snapshots;

import static dev.meridian.customer.CustomerCalls.id;
import static dev.meridian.customer.CustomerCalls.identify;
import static dev.meridian.customer.CustomerCalls.identifyWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.CustomerCalls;
import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is told again is what was told, as it is by now. */
@CenterTest
class CustomerSnapshotTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String REQUESTS = "meridian.customer.snapshot-request";
    private static final String REQUESTED = "meridian.customer.snapshot.requested.v1";
    private static final String STOPPED = "meridian.customer.snapshot.stopped.v1";
    private static final String TOLD = "meridian.customer.snapshot.told.v1";
    private static final String ENDED = "meridian.customer.snapshot.ended.v1";
    private static final String UPDATED = "meridian.customer.profile.updated.v1";
    private static final String MERGED = "meridian.customer.profile.merged.v1";
    private static final String BRAND_MERGED = "meridian.customer.profile.brand_merged.v1";
    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";
    private static final String AT = "2026-03-02T16:15:00+08:00";

    private final ApiClient aurora;
    private final ApiClient borealis;
    private final EventProbe probe;
    private final TestDatabase database;

    CustomerSnapshotTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "customer:write", "event:write"));
        this.borealis = api.as(TestTokens.brand("borealis", "customer:read", "customer:write", "event:write"));
        this.probe = probe;
        this.database = database;
    }

    @Test
    void a_customer_is_told_again_as_all_its_live_events_left_it() {
        Person person = Person.unseen();
        String byPhone = id(identifyWith(aurora, Map.of("city", "320500"), person.byPhone()));
        String byEmail = id(identify(aurora, person.byEmail()));
        identifyWith(aurora, Map.of("city", "330100"), person.byPhone());
        identify(borealis, person.byPhone());
        aurora.post("/api/events")
                .body(List.of(
                        Person.event(
                                UUID.randomUUID().toString(),
                                "page.viewed",
                                AT,
                                Map.of("pageId", "p1"),
                                List.of(person.byEmail())),
                        Person.event(
                                UUID.randomUUID().toString(),
                                "page.viewed",
                                AT,
                                Map.of("pageId", "p2"),
                                List.of(person.byPhone()))))
                .send()
                .expect(202);
        List<ReceivedEvent> did = probe.await(
                RECORDED,
                2,
                event -> Set.of(byPhone, byEmail)
                        .contains(event.data().path("customerId").asString()));
        String survivor = id(identify(aurora, person.byPhone(), person.byEmail()));
        ReceivedEvent merged = probe.await(MERGED, ofCustomers(byPhone, byEmail, "survivorId"));
        ReceivedEvent brandMerged = probe.await(BRAND_MERGED, ofCustomers(byPhone, byEmail, "survivorId"));

        UUID run = request(List.of(byEmail));
        List<JsonNode> parts = told(run, 1);

        assertThat(parts).hasSize(1);
        JsonNode part = parts.getFirst();
        assertThat(part.path("subject").asString()).isEqualTo(survivor);
        assertThat(part.path("last").asBoolean()).isTrue();
        assertThat(bodies(part, MERGED).getFirst().path("mergeId"))
                .isEqualTo(merged.data().path("mergeId"));
        assertThat(bodies(part, MERGED).getFirst().path("sourceProfileIds"))
                .isEqualTo(merged.data().path("sourceProfileIds"));
        assertThat(bodies(part, BRAND_MERGED).getFirst().path("mergeId"))
                .isEqualTo(brandMerged.data().path("mergeId"));
        Map<String, JsonNode> said = new HashMap<>();
        probe.received(UPDATED, ofCustomers(byPhone, byEmail, "customerId"))
                .forEach(event -> said.put(event.data().path("sourceProfileId").asString(), attributes(event.data())));
        Map<String, JsonNode> saidAgain = new HashMap<>();
        bodies(part, UPDATED).forEach(body -> {
            assertThat(body.path("customerId").asString()).isEqualTo(survivor);
            saidAgain.put(body.path("sourceProfileId").asString(), attributes(body));
        });
        assertThat(saidAgain).isEqualTo(said);
        assertThat(bodies(part, RECORDED).stream().map(CustomerSnapshotTests::withoutOwner))
                .containsExactlyInAnyOrderElementsOf(
                        did.stream().map(event -> withoutOwner(event.data())).toList());
    }

    @Test
    void who_has_all_parts_is_told_how_far_the_live_events_had_come() {
        Person person = Person.unseen();
        String customer = id(identifyWith(aurora, Map.of("city", "320500"), person.byPhone()));
        identifyWith(aurora, Map.of("city", "320200"), person.byPhone());
        JsonNode part = told(request(List.of(customer)), 1).getFirst();
        assertThat(part.path("settled")).isEqualTo(part.path("streams"));
        for (JsonNode stream : part.path("settled")) {
            assertThat(stream.path("sequence").asLong())
                    .isEqualTo(database.number(
                            "select coalesce(max(last_sequence), 0) from outbox_stream where topic = ? and key = ?",
                            stream.path("topic").asString(),
                            stream.path("key").asString()));
        }
        assertThat(part.path("settled").size()).isPositive();
    }

    @Test
    void everybody_is_told_once_in_a_run_that_is_stopped_and_goes_on() {
        for (int i = 0; i < 120; i++) {
            identify(aurora, Person.unseen().byPhone());
        }
        UUID run = UUID.randomUUID();
        send(REQUESTED, Map.of("runId", run.toString(), "center", "test-center"));
        send(STOPPED, Map.of("runId", run.toString()));
        send(REQUESTED, Map.of("runId", run.toString(), "center", "test-center"));
        JsonNode end = probe.await(ENDED, ofRun(run)).data();
        long expected = end.path("subjects").asLong();
        assertThat(expected).isGreaterThanOrEqualTo(120);
        Set<String> subjects = new TreeSet<>();
        Awaitility.await("everybody is told").atMost(Duration.ofSeconds(30)).until(() -> {
            probe.received(TOLD, ofRun(run))
                    .forEach(event -> subjects.add(event.data().path("subject").asString()));
            return subjects.size() >= expected;
        });
        assertThat(subjects).hasSize((int) expected);
    }

    @Test
    void who_has_absorbed_somebody_while_everybody_is_told_is_told_again_at_the_end() {
        Person person = Person.unseen();
        identify(aurora, person.byPhone());
        identify(aurora, person.byEmail());
        String survivor = id(identify(aurora, person.byPhone(), person.byEmail()));
        UUID run = UUID.randomUUID();
        send(REQUESTED, Map.of("runId", run.toString(), "center", "test-center"));
        probe.await(ENDED, ofRun(run));
        probe.await(
                TOLD,
                2,
                ofRun(run).and(event -> event.data().path("subject").asString().equals(survivor)));
    }

    @Test
    void a_customer_with_more_than_a_message_holds_is_told_in_parts_that_cover_everything() {
        Person person = Person.unseen();
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            events.add(Person.event(
                    UUID.randomUUID().toString(),
                    "page.viewed",
                    "2026-03-02T16:%02d:%02d+08:00".formatted(i / 60, i % 60),
                    Map.of("pageId", "p" + i),
                    List.of(person.byPhone())));
        }
        for (int from = 0; from < events.size(); from += 150) {
            aurora.post("/api/events")
                    .body(events.subList(from, from + 150))
                    .send()
                    .expect(202);
        }
        String customer = CustomerCalls.awaitCustomer(aurora, person.phone());
        probe.await(
                RECORDED,
                450,
                event -> event.data().path("customerId").asString().equals(customer));

        List<JsonNode> parts = told(request(List.of(customer)), 3);

        Set<String> interactions = new TreeSet<>();
        JsonNode before = JSON.nullNode();
        for (JsonNode part : parts) {
            bodies(part, RECORDED)
                    .forEach(body -> interactions.add(body.path("interactionId").asString()));
            if (part.has("covered")) {
                assertThat(part.path("covered").path("after")).isEqualTo(before);
                before = part.path("covered").path("upTo");
            }
        }
        assertThat(before.isNull()).as("the last part reaches to the end").isTrue();
        assertThat(interactions).hasSize(450);
    }

    private UUID request(List<String> keys) {
        UUID run = UUID.randomUUID();
        send(REQUESTED, Map.of("runId", run.toString(), "center", "test-center", "keys", keys));
        return run;
    }

    private void send(String type, Map<String, Object> body) {
        probe.send(TestEvent.of(REQUESTS, type, "test-center", body));
    }

    /** The parts of a run about one customer, in order. */
    private List<JsonNode> told(UUID run, int atLeast) {
        probe.await(TOLD, ofRun(run).and(event -> event.data().path("last").asBoolean()));
        return probe.await(TOLD, atLeast, ofRun(run)).stream()
                .map(ReceivedEvent::data)
                .toList();
    }

    private static Predicate<ReceivedEvent> ofRun(UUID run) {
        return event -> event.data().path("runId").asString().equals(run.toString());
    }

    private static Predicate<ReceivedEvent> ofCustomers(String one, String other, String field) {
        return event -> Set.of(one, other).contains(event.data().path(field).asString());
    }

    private static List<JsonNode> bodies(JsonNode part, String type) {
        return part.path("events").values().stream()
                .filter(event -> event.path("type").asString().equals(type))
                .map(event -> JSON.readTree(event.path("body").asString()))
                .toList();
    }

    private static JsonNode attributes(JsonNode body) {
        return body.path("attributes");
    }

    /** Whose it is by now is another matter. */
    private static JsonNode withoutOwner(JsonNode body) {
        ObjectNode copy = (ObjectNode) body.deepCopy();
        copy.remove(List.of("customerId", "brandCustomerId"));
        return copy;
    }
}
