package dev.meridian.tag.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.platform.testing.TestTokens;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The test is customer-center: it tells again what it has told. */
@TagTest
class RebuildTests {

    private static final String SNAPSHOT = "meridian.customer.snapshot";
    private static final String REQUESTED = "meridian.customer.snapshot.requested.v1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Fixture fixture;
    private final ApiClient operations;

    RebuildTests(Fixture fixture, ApiClient api) {
        this.fixture = fixture;
        this.operations = api.alsoBy("rebuilds");
    }

    /** What was told of one person, in order. */
    private record Life(Person person, List<TestEvent> events) {}

    @Test
    void a_damaged_projection_equals_what_it_was_once_it_is_rebuilt_and_answers_meanwhile() {
        String brand = Fixture.newBrand();
        fixture.publish(brand, "buyers", Fixture.activity("order.paid", null, "count", null, Map.of("gte", 2)));
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lives.add(live(brand, i));
        }
        fixture.awaitFacts(brand, 1 + 2 + 3 + 4);
        Map<String, List<Map<String, Object>>> before = tables(brand);

        damage(brand);
        assertThat(tables(brand)).isNotEqualTo(before);
        UUID rebuild = start();
        lives.forEach(one -> tell(rebuild, one));
        // What is new goes on coming, and the segment goes on answering.
        String other = Fixture.newBrand();
        fixture.publish(other, "buyers", Fixture.activity("order.paid", null, "count", null, Map.of("gte", 2)));
        fixture.awaitMember(other, "buyers", live(other, 3).person().customer());
        end(rebuild, lives.size());

        awaitFinished(rebuild);
        assertThat(tables(brand)).isEqualTo(before);
        assertThat(fixture.members(brand, "buyers"))
                .contains(
                        lives.get(2).person().customer(), lives.get(4).person().customer())
                .doesNotContain(lives.get(1).person().customer());
    }

    @Test
    void what_kafka_never_brought_is_asked_for_and_closes_the_gap() {
        String brand = Fixture.newBrand();
        Person person = Fixture.person(brand);
        TestEvent first = fixture.paid(person, fixture.clock().instant(), 1).withSequence(1);
        TestEvent lost = fixture.paid(person, fixture.clock().instant(), 2).withSequence(2);
        TestEvent third = fixture.paid(person, fixture.clock().instant(), 3).withSequence(3);
        fixture.send(first, third);
        fixture.awaitFacts(brand, 2);

        ReceivedEvent request = fixture.probe()
                .await(
                        REQUESTED,
                        event -> event.data().path("keys").values().stream()
                                .anyMatch(key ->
                                        key.asString().equals(person.customer().toString())));
        UUID run = UUID.fromString(request.data().path("runId").asString());
        tell(run, new Life(person, List.of(first, lost, third)), 3);
        end(run, 1);

        fixture.awaitFacts(brand, 3);
        Awaitility.await("the gap is closed")
                .atMost(PATIENCE)
                .until(() -> fixture.database()
                                .number(
                                        "select count(*) from sequence_gap where key = ?",
                                        person.customer().toString())
                        == 0);
    }

    @Test
    void a_rebuild_is_one_at_a_time_is_stopped_and_goes_on() {
        UUID rebuild = start();
        assertThat(start()).isEqualTo(rebuild);
        operator().post("/admin/rebuilds/{id}/stop", rebuild).send().expect(200);
        assertThat(stateOf(rebuild)).isEqualTo("stopped");
        assertThat(
                        fixture.database()
                                .number(
                                        "select count(*) from audit_record where action in ('rebuild.started', 'rebuild.stopped')"))
                .as("who asked for it is kept")
                .isGreaterThanOrEqualTo(2);
        fixture.probe()
                .await(
                        "meridian.customer.snapshot.stopped.v1",
                        event -> event.data().path("runId").asString().equals(rebuild.toString()));
        assertThat(start()).isEqualTo(rebuild);
        assertThat(stateOf(rebuild)).isEqualTo("running");
        end(rebuild, 0);
        awaitFinished(rebuild);
        assertThat(start()).isNotEqualTo(rebuild);
        finishWhatIsOpen();
    }

    @Test
    void only_operators_of_the_group_rebuild() {
        operations
                .as(TestTokens.claims("aurora", "operator")
                        .scopes("platform:admin")
                        .expiresAt(fixture.clock().instant().plus(Duration.ofMinutes(4)))
                        .sign())
                .post("/admin/rebuilds")
                .send()
                .expectProblem(404, "not_found");
        operator().get("/admin/rebuilds/{id}", UUID.randomUUID()).send().expectProblem(404, "not_found");
    }

    private Life live(String brand, int orders) {
        Person person = Fixture.person(brand);
        List<TestEvent> events = new ArrayList<>();
        events.add(fixture.says(person, Map.of("city", "city" + orders)));
        Instant now = fixture.clock().instant();
        for (int i = 0; i < orders; i++) {
            events.add(fixture.paid(person, now.minusSeconds(60L * i), i));
        }
        fixture.probe().send(events);
        return new Life(person, events);
    }

    private void damage(String brand) {
        assertThat(fixture.database()
                        .update(
                                "delete from activity_fact where brand = ? and properties ->> 'amount' in ('1', '2')",
                                brand))
                .isEqualTo(5);
        // A wrong value, and a fact that nobody told of.
        assertThat(fixture.database()
                        .update(
                                "update activity_fact set properties = '{\"amount\": 77}'"
                                        + " where brand = ? and properties ->> 'amount' = '3'",
                                brand))
                .isEqualTo(1);
        assertThat(fixture.database()
                        .update(
                                "insert into activity_fact select gen_random_uuid(), source_profile_id, brand, type, channel,"
                                        + " occurred_at, properties, historical from activity_fact"
                                        + " where brand = ? and properties ->> 'amount' = '0'",
                                brand))
                .isEqualTo(4);
        assertThat(fixture.database()
                        .update(
                                "delete from profile_attributes where brand = ?"
                                        + " and attributes -> 'city' ->> 'value' = 'city2'",
                                brand))
                .isEqualTo(1);
    }

    private Map<String, List<Map<String, Object>>> tables(String brand) {
        Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
        for (String table : List.of(
                "activity_fact",
                "profile_attributes",
                "customer",
                "customer_alias",
                "source_profile",
                "segment_member")) {
            // What a brand's rows say; the group's are the same customers.
            tables.put(
                    table,
                    rows("select to_jsonb(t)::text as row from " + table + " t where brand = ? order by 1", brand));
        }
        return tables;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private List<Map<String, Object>> rows(String sql, String brand) {
        return (List) fixture.database().rows(sql, brand);
    }

    private void tell(UUID run, Life life) {
        int heard = (int) life.events().stream()
                .filter(event -> event.topic().equals("meridian.customer.interaction"))
                .count();
        tell(run, life, heard);
    }

    private void tell(UUID run, Life life, int interactions) {
        String key = life.person().customer().toString();
        List<Map<String, Object>> streams = new ArrayList<>();
        if (interactions > 0) {
            streams.add(Map.of("topic", "meridian.customer.interaction", "key", key, "sequence", interactions));
        }
        long said = life.events().size()
                - life.events().stream()
                        .filter(event -> event.topic().equals("meridian.customer.interaction"))
                        .count();
        if (said > 0) {
            streams.add(Map.of("topic", "meridian.customer.profile", "key", key, "sequence", said));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("runId", run.toString());
        body.put("subject", key);
        body.put("number", 0);
        body.put("last", true);
        body.put("streams", streams);
        body.put("settled", streams);
        body.put("covered", new LinkedHashMap<>(java.util.Collections.singletonMap("after", null)));
        body.put("events", life.events().stream().map(RebuildTests::again).toList());
        fixture.probe().send(TestEvent.of(SNAPSHOT, SNAPSHOT + ".told.v1", key, body));
    }

    private static Map<String, Object> again(TestEvent event) {
        Map<String, Object> again = new LinkedHashMap<>();
        again.put("topic", event.topic());
        again.put("type", event.type());
        again.put("id", event.id().toString());
        again.put("key", event.key());
        again.put("time", event.time().toString());
        again.put("brand", event.brand());
        again.put("body", new String(event.body(), StandardCharsets.UTF_8));
        return again;
    }

    private void end(UUID run, int subjects) {
        fixture.probe()
                .send(TestEvent.of(
                        SNAPSHOT, SNAPSHOT + ".ended.v1", run, Map.of("runId", run.toString(), "subjects", subjects)));
    }

    private UUID start() {
        JsonNode rebuild = operator().post("/admin/rebuilds").send().expect(202).json();
        UUID id = UUID.fromString(rebuild.path("rebuildId").asString());
        fixture.probe()
                .await(REQUESTED, event -> event.data().path("runId").asString().equals(id.toString()));
        return id;
    }

    private void finishWhatIsOpen() {
        UUID open = start();
        end(open, 0);
        awaitFinished(open);
    }

    private void awaitFinished(UUID rebuild) {
        Awaitility.await("rebuild finished")
                .atMost(PATIENCE)
                .until(() -> stateOf(rebuild).equals("finished"));
    }

    private String stateOf(UUID rebuild) {
        return operator()
                .get("/admin/rebuilds/{id}", rebuild)
                .send()
                .expect(200)
                .json()
                .path("state")
                .asString();
    }

    private ApiClient operator() {
        return operations.as(TestTokens.claims("*", "operator")
                .scopes("platform:admin")
                .expiresAt(fixture.clock().instant().plus(Duration.ofMinutes(4)))
                .sign());
    }
}
