package dev.meridian.customer.catalogue;

import static dev.meridian.customer.CustomerCalls.awaitCustomer;
import static dev.meridian.customer.CustomerCalls.awaitTimeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.customer.Person;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A brand declares its events at run time, and chooses what becomes of the rest. */
@CenterTest
class EventTypesApiTests {

    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";
    private static final String AT = "2026-03-02T08:00:00Z";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApiClient api;
    private final EventProbe probe;
    private final TestDatabase database;

    EventTypesApiTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.api = api;
        this.probe = probe;
        this.database = database;
    }

    /** A brand of this test alone, so that its policy is nobody else's. */
    private ApiClient newBrand() {
        String brand = "b" + UUID.randomUUID().toString().substring(0, 8);
        return api.as(TestTokens.brand(brand, "customer:read", "event:write", "event:admin", "identity:admin"));
    }

    @Test
    void a_declared_type_comes_into_force_while_events_arrive_and_only_what_it_shares_leaves() {
        ApiClient brand = newBrand();
        var ignored = send(brand, "course.finished", Map.of("courseId", "c-1"), Person.unseen());

        declare(brand, "course.finished", schema("courseId", true, "teacher", false))
                .expect(201);

        Person person = Person.unseen();
        await().atMost(PATIENCE).until(() -> {
            Person probed = Person.unseen();
            return !send(brand, "course.finished", Map.of("courseId", 7), probed)
                    .json()
                    .path("rejected")
                    .isEmpty();
        });
        var ignoredAnswer =
                send(brand, "course.finished", Map.of("courseId", "c-2", "teacher", "李雷", "room", "9"), person);
        String id = awaitCustomer(brand, person.phone());
        JsonNode told = probe.await(RECORDED, 1, event -> event.key().equals(id))
                .getFirst()
                .data();
        assertThat(told.path("properties")).isEqualTo(OwnJson.tree("{\"courseId\":\"c-2\"}"));
        assertThat(told.path("typeVersion").asInt()).isEqualTo(1);
        JsonNode shown = awaitTimeline(brand, id, 1).getFirst();
        assertThat(shown.path("typeVersion").asInt()).isEqualTo(1);
        assertThat(shown.path("properties").path("teacher").asString()).isEqualTo("李雷");
        assertThat(shown.path("properties").path("room").asString()).isEqualTo("9");
    }

    @Test
    void a_new_version_may_add_and_a_lost_property_is_refused_with_its_place() {
        ApiClient brand = newBrand();
        declare(brand, "course.finished", schema("courseId", true)).expect(201);
        assertThat(declare(brand, "course.finished", schema("courseId", true))
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(1);

        assertThat(declare(brand, "course.finished", schema("courseId", true, "score", true))
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
        JsonNode problem = declare(brand, "course.finished", schema("courseId", true))
                .expectProblem(409, "event_type_not_additive")
                .json();

        assertThat(problem.path("errors").path(0).path("pointer").asString()).isEqualTo("/properties/score");
        assertThat(brand.get("/api/event-types/{type}", "course.finished")
                        .send()
                        .expect(200)
                        .json()
                        .path("version")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void versions_declared_at_the_same_time_never_take_from_each_other() throws Exception {
        ApiClient brand = newBrand();
        declare(brand, "course.finished", schema("courseId", true)).expect(201);
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(6)) {
            List<Future<ApiResponse>> sent = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Map<String, Object> own = schema("courseId", true, "extra" + i, true);
                Callable<ApiResponse> call = () -> declare(brand, "course.finished", own);
                sent.add(callers.submit(call));
            }
            for (Future<ApiResponse> one : sent) {
                statuses.add(one.get().status());
            }
        }

        assertThat(statuses).containsOnlyOnce(200);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(5);
    }

    @Test
    void a_brand_sees_the_groups_types_and_its_own_and_declares_only_its_own() {
        ApiClient brand = newBrand();
        ApiClient other = newBrand();
        declare(brand, "course.finished", schema("courseId", true)).expect(201);

        assertThat(names(brand)).contains("order.paid", "course.finished");
        assertThat(names(other)).contains("order.paid").doesNotContain("course.finished");
        other.get("/api/event-types/{type}", "course.finished").send().expectProblem(404, "not_found");
        declare(brand, "order.paid", schema("courseId", true)).expectProblem(409, "event_type_of_the_group");
        declare(other, "course.finished", schema("somethingElse", false)).expect(201);
        api.as(TestTokens.brand("aurora", "customer:read", "event:write"))
                .put("/api/event-types/{type}", "course.finished")
                .body(schema("courseId", true))
                .send()
                .expectProblem(403, "forbidden");
    }

    @Test
    void a_brand_may_have_what_nobody_declared_refused() {
        ApiClient brand = newBrand();
        policy(brand, "refuse");

        await().atMost(PATIENCE).until(() -> {
            JsonNode answer =
                    send(brand, "course.started", Map.of(), Person.unseen()).json();
            return answer.path("rejected")
                    .path(0)
                    .path("problem")
                    .path("errors")
                    .path(0)
                    .path("code")
                    .asString("")
                    .equals("undeclared_type");
        });
        JsonNode answer = send(brand, "order.paid", Map.of("orderId", "1", "mood", "fine"), Person.unseen())
                .json();
        assertThat(answer.path("rejected")
                        .path(0)
                        .path("problem")
                        .path("errors")
                        .path(0)
                        .path("pointer")
                        .asString())
                .isEqualTo("/properties/mood");
    }

    @Test
    void quarantined_events_are_released_in_order_and_once_after_the_schema_is_mended() throws Exception {
        ApiClient brand = newBrand();
        ApiClient other = newBrand();
        policy(brand, "quarantine");
        Person person = Person.unseen();
        await().atMost(PATIENCE)
                .until(() -> !send(brand, "x.y", Map.of(), Person.unseen())
                        .json()
                        .path("quarantined")
                        .isEmpty());
        List<Map<String, Object>> batch = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            batch.add(Person.event(
                    "q-" + i, "course.finished", AT, Map.of("courseId", "c-" + i), List.of(person.byPhone())));
        }
        JsonNode answer =
                brand.post("/api/events").body(batch).send().expect(202).json();
        assertThat(answer.path("accepted").asInt()).isZero();
        assertThat(answer.path("quarantined")).hasSize(5);
        List<JsonNode> waiting = await().atMost(PATIENCE).until(() -> waiting(brand), items -> items.size() == 5);
        assertThat(waiting)
                .allSatisfy(item -> assertThat(item.path("problem")
                                .path("errors")
                                .path(0)
                                .path("code")
                                .asString())
                        .isEqualTo("undeclared_type"));
        assertThat(waiting(other)).isEmpty();
        String first = waiting.getFirst().path("id").asString();
        brand.post("/api/quarantined-events/{id}/release", first).send().expectProblem(409, "still_not_as_declared");
        other.post("/api/quarantined-events/{id}/release", first).send().expectProblem(404, "not_found");

        declare(brand, "course.finished", schema("courseId", true)).expect(201);
        int released = 0;
        try (ExecutorService operators = Executors.newFixedThreadPool(4)) {
            List<Future<ApiResponse>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<ApiResponse> call = () -> brand.post("/api/quarantined-events/release")
                        .body(Map.of("type", "course.finished"))
                        .send();
                calls.add(operators.submit(call));
            }
            for (Future<ApiResponse> call : calls) {
                released += call.get().expect(200).json().path("released").asInt();
            }
        }

        assertThat(released).isEqualTo(5);
        assertThat(waiting(brand)).isEmpty();
        String id = awaitCustomer(brand, person.phone());
        awaitTimeline(brand, id, 5);
        assertThat(probe.await(RECORDED, 5, event -> event.key().equals(id)))
                .extracting(event ->
                        event.data().path("properties").path("courseId").asString())
                .containsExactly("c-0", "c-1", "c-2", "c-3", "c-4");
    }

    @Test
    void a_release_that_others_overtake_says_where_it_stopped_and_not_that_it_is_through() throws Exception {
        ApiClient brand = newBrand();
        quarantine(brand);
        send(brand, "many.done", 201);
        List<JsonNode> waiting = await().atMost(PATIENCE).until(() -> waiting(brand), items -> items.size() == 201);
        declare(brand, "many.done", schema("courseId", true)).expect(201);

        ApiResponse overtaken;
        try (Connection another = database.connect();
                ExecutorService operator = Executors.newSingleThreadExecutor()) {
            another.setAutoCommit(false);
            try (PreparedStatement taken =
                    another.prepareStatement("delete from quarantined_event where quarantine_id = cast(? as uuid)")) {
                taken.setString(1, waiting.getFirst().path("id").asString());
                assertThat(taken.executeUpdate()).isEqualTo(1);
            }
            Future<ApiResponse> call = operator.submit(() -> release(brand, Map.of("type", "many.done")));
            await().atMost(PATIENCE).until(() -> database.number("""
                            select count(*) from pg_stat_activity
                             where wait_event_type = 'Lock' and query like '%from quarantined_event%for update%'
                            """) == 1);
            another.commit();
            overtaken = call.get();
        }

        assertThat(overtaken.expect(200).json().path("released").asInt()).isEqualTo(199);
        String next = overtaken.json().path("nextCursor").asString();
        JsonNode rest = release(brand, Map.of("type", "many.done", "cursor", next))
                .expect(200)
                .json();
        assertThat(rest.path("released").asInt()).isEqualTo(1);
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(waiting(brand)).isEmpty();
    }

    @Test
    void the_place_of_a_brands_event_does_not_count_what_others_send() {
        ApiClient one = newBrand();
        ApiClient other = newBrand();
        quarantine(one);
        quarantine(other);
        send(one, "few.done", 1);
        send(other, "few.done", 7);
        JsonNode ignored = await().atMost(PATIENCE)
                .until(() -> waiting(other), items -> items.size() == 7)
                .getFirst();
        send(one, "few.done", 1);
        List<JsonNode> waiting = await().atMost(PATIENCE).until(() -> waiting(one), items -> items.size() == 2);

        String cursor = one.get("/api/quarantined-events")
                .query("type", "few.done")
                .query("limit", 1)
                .send()
                .expect(200)
                .json()
                .path("nextCursor")
                .asString();

        JsonNode first = waiting.getFirst();
        assertThat(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\u001F"))
                .containsExactly(
                        first.path("quarantinedAt").asString(),
                        "1",
                        first.path("id").asString());
        assertThat(UUID.fromString(first.path("id").asString()).version()).isEqualTo(4);
    }

    @Test
    void what_a_brands_administrators_do_to_its_events_is_recorded() {
        ApiClient brand = newBrand();
        quarantine(brand);
        send(brand, "kept.done", 3);
        List<JsonNode> waiting = await().atMost(PATIENCE).until(() -> waiting(brand), items -> items.size() == 3);
        List<String> ids =
                waiting.stream().map(item -> item.path("id").asString()).toList();
        declare(brand, "kept.done", schema("courseId", true)).expect(201);
        declare(brand, "kept.done", schema("courseId", true)).expect(200);
        declare(brand, "kept.done", schema("courseId", true, "teacher", false)).expect(200);

        brand.delete("/api/quarantined-events/{id}", ids.get(0)).send().expect(204);
        brand.post("/api/quarantined-events/{id}/release", ids.get(1)).send().expect(200);
        release(brand, Map.of("type", "kept.done")).expect(200);

        JsonNode records =
                brand.get("/api/audit/customers").send().expect(200).json().path("items");
        assertThat(records)
                .extracting(record -> record.path("action").asString() + " "
                        + record.at("/before/version").asString("-") + " "
                        + record.at("/after/version").asString("-"))
                .containsExactly(
                        "quarantined_events.released - -",
                        "quarantined_event.released - -",
                        "quarantined_event.discarded - -",
                        "event_type.changed 1 2",
                        "event_type.declared - 1",
                        "event_policy.changed - -");
        assertThat(records.get(0).at("/before/ids/0").asString()).isEqualTo(ids.get(2));
        assertThat(records.get(1).at("/subject/id").asString()).isEqualTo(ids.get(1));
        assertThat(records.get(2).at("/subject/id").asString()).isEqualTo(ids.get(0));
        assertThat(records.get(5).at("/after/undeclared").asString()).isEqualTo("quarantine");
        assertThat(records)
                .allSatisfy(record ->
                        assertThat(record.at("/actor/client").asString()).endsWith(".backend"));
        newBrand().get("/api/audit/customers").query("brand", "aurora").send().expectProblem(404, "not_found");
    }

    private static void quarantine(ApiClient brand) {
        policy(brand, "quarantine");
        await().atMost(PATIENCE)
                .until(() -> !send(brand, "x.y", Map.of(), Person.unseen())
                        .json()
                        .path("quarantined")
                        .isEmpty());
    }

    /** Events of one unseen person, all of which wait. */
    private static void send(ApiClient brand, String type, int count) {
        Person person = Person.unseen();
        List<Map<String, Object>> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = type + "-" + UUID.randomUUID();
            batch.add(Person.event(id, type, AT, Map.of("courseId", "c-" + i), List.of(person.byPhone())));
        }
        assertThat(brand.post("/api/events")
                        .body(batch)
                        .send()
                        .expect(202)
                        .json()
                        .path("quarantined"))
                .hasSize(count);
    }

    private static ApiResponse release(ApiClient brand, Map<String, Object> body) {
        return brand.post("/api/quarantined-events/release").body(body).send();
    }

    @Test
    void a_quarantined_event_that_came_right_under_its_id_meanwhile_is_recorded_once() {
        ApiClient brand = newBrand();
        policy(brand, "quarantine");
        Person person = Person.unseen();
        await().atMost(PATIENCE)
                .until(() -> !send(brand, "x.y", Map.of(), Person.unseen())
                        .json()
                        .path("quarantined")
                        .isEmpty());
        brand.post("/api/events")
                .body(List.of(
                        Person.event("same", "order.paid", AT, Map.of("mood", "fine"), List.of(person.byPhone()))))
                .send()
                .expect(202);
        List<JsonNode> waiting = await().atMost(PATIENCE)
                .until(
                        () -> waiting(brand),
                        items -> items.stream()
                                .anyMatch(
                                        item -> item.path("eventId").asString().equals("same")));
        brand.post("/api/events")
                .body(List.of(
                        Person.event("same", "order.paid", AT, Map.of("orderId", "1"), List.of(person.byPhone()))))
                .send()
                .expect(202);
        String id = awaitCustomer(brand, person.phone());
        awaitTimeline(brand, id, 1);
        policy(brand, "private");

        String held = waiting.stream()
                .filter(item -> item.path("eventId").asString().equals("same"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        brand.post("/api/quarantined-events/{id}/release", held).send().expect(200);

        assertThat(awaitTimeline(brand, id, 1).getFirst().path("properties"))
                .isEqualTo(OwnJson.tree("{\"orderId\":\"1\"}"));
        brand.delete("/api/quarantined-events/{id}", held).send().expectProblem(404, "not_found");
    }

    private static List<JsonNode> waiting(ApiClient brand) {
        List<JsonNode> items = new ArrayList<>();
        brand.get("/api/quarantined-events")
                .query("type", "x.y")
                .query("limit", 1)
                .send()
                .expect(200);
        brand.get("/api/quarantined-events")
                .query("limit", 500)
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> {
                    if (!item.path("type").asString().equals("x.y")) {
                        items.add(item);
                    }
                });
        return items;
    }

    private static List<String> names(ApiClient brand) {
        List<String> names = new ArrayList<>();
        brand.get("/api/event-types")
                .send()
                .expect(200)
                .json()
                .path("items")
                .forEach(item -> names.add(item.path("type").asString()));
        return names;
    }

    private static void policy(ApiClient brand, String undeclared) {
        assertThat(brand.put("/api/event-policy")
                        .body(Map.of("undeclared", undeclared))
                        .send()
                        .expect(200)
                        .json()
                        .path("undeclared")
                        .asString())
                .isEqualTo(undeclared);
        assertThat(brand.get("/api/event-policy")
                        .send()
                        .expect(200)
                        .json()
                        .path("undeclared")
                        .asString())
                .isEqualTo(undeclared);
    }

    private static ApiResponse declare(ApiClient brand, String type, Map<String, Object> schema) {
        return brand.put("/api/event-types/{type}", type).body(schema).send();
    }

    /** In a list, so that a refusal of one is part of the answer. */
    private static ApiResponse send(ApiClient brand, String type, Map<String, Object> properties, Person person) {
        return brand.post("/api/events")
                .body(List.of(
                        Person.event(UUID.randomUUID().toString(), type, AT, properties, List.of(person.byPhone()))))
                .send()
                .expect(202);
    }

    /** Text properties: name and whether it is shareable, in turn. */
    private static Map<String, Object> schema(Object... named) {
        Map<String, Object> properties = new java.util.TreeMap<>();
        for (int i = 0; i < named.length; i += 2) {
            properties.put(
                    (String) named[i],
                    Map.of(
                            "type",
                            "string",
                            "title",
                            "Property " + i,
                            "x-title-zh",
                            "属性",
                            "maxLength",
                            64,
                            "x-personal",
                            !(Boolean) named[i + 1],
                            "x-shareable",
                            named[i + 1]));
        }
        return Map.of("title", "Course finished", "x-title-zh", "课程结业", "type", "object", "properties", properties);
    }
}
