package dev.meridian.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.ReceivedEvent;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Where personal data may be found afterwards: nowhere. */
@CenterTest
@ExtendWith(OutputCaptureExtension.class)
class PersonalDataTests {

    private static final String INGEST = "meridian.customer.ingest";

    private final ApiClient api;
    private final ApiClient aurora;
    private final EventProbe probe;
    private final TestDatabase database;

    PersonalDataTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.api = api;
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "customer:write", "event:write"));
        this.probe = probe;
        this.database = database;
    }

    @Test
    void no_table_no_topic_and_no_log_line_holds_a_personal_value_in_the_clear(CapturedOutput log) {
        Person person = Person.unseen();
        String name = "欧阳" + UUID.randomUUID().toString().substring(0, 8);
        String street = "Street-" + UUID.randomUUID();
        String id = aurora.post("/api/customers/identify")
                .idempotencyKey(UUID.randomUUID().toString())
                .body(Map.of(
                        "identifiers", List.of(person.byPhone(), person.byOpenid(), person.byEmail()),
                        "attributes", Map.of("name", name, "birthDate", "1991-07-23", "city", "310000")))
                .send()
                .expect(200)
                .json()
                .path("customerId")
                .asString();
        aurora.patch("/api/customers/{id}", id)
                .header("If-Match", "*")
                .idempotencyKey(UUID.randomUUID().toString())
                .body(Map.of("attributes", Map.of("name", name + "2")))
                .send()
                .expect(200);
        aurora.post("/api/events")
                .idempotencyKey(UUID.randomUUID().toString())
                .body(Person.event(
                        UUID.randomUUID().toString(),
                        "order.shipped",
                        "2026-03-02T08:00:00Z",
                        Map.of("receiver", Map.of("name", name, "address", street), "note", person.phone()),
                        List.of(person.byPhone(), person.byOpenid())))
                .send()
                .expect(202);
        aurora.post("/api/events")
                .body(Person.event(
                        UUID.randomUUID().toString(),
                        "order.paid",
                        "2026-03-02T08:00:00Z",
                        Map.of("orderId", "1", "buyer", name, "receiver", Map.of("street", street)),
                        List.of(person.byPhone())))
                .send()
                .expect(202);
        assertThat(probe.await(
                        "meridian.customer.interaction.recorded.v1",
                        2,
                        event -> event.key().equals(id)))
                .hasSize(2);
        assertThat(aurora.get("/api/customers/{id}/timeline", id)
                        .send()
                        .expect(200)
                        .text())
                .contains(street);
        aurora.unchecked()
                .post("/api/customers/identify")
                .body(Map.of("identifiers", List.of(person.byPhone()), "attributes", Map.of("nmae", name)))
                .send()
                .expect(422);

        List<String> secrets =
                List.of(name, street, person.phone().substring(3), person.openid(), person.email(), "1991-07-23");
        for (String table : tables()) {
            String dump = dump(table);
            assertThat(secrets).as(table).noneMatch(dump::contains);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> !topics().isEmpty());
        for (ReceivedEvent event : topics()) {
            String text = event.key() + event.headers() + new String(event.body(), StandardCharsets.UTF_8);
            assertThat(secrets).as(event.topic()).noneMatch(text::contains);
        }
        assertThat(secrets).noneMatch(log.getAll()::contains);
    }

    /** What cannot be handled is kept for a person to look at, who is not to read there what only a customer's key opens. */
    @Test
    void what_is_parked_and_what_is_a_dead_letter_is_as_sealed_as_what_is_handled(CapturedOutput log) {
        String brand = "w" + UUID.randomUUID().toString().substring(0, 8);
        Person person = Person.unseen();
        String name = "欧阳" + UUID.randomUUID().toString().substring(0, 8);
        String street = "Street-" + UUID.randomUUID();
        List<String> secrets = List.of(name, street, person.phone().substring(3), person.openid());
        int refusing = database.update("""
            create function refuse_%1$s() returns trigger language plpgsql as
            $$ begin raise exception 'cannot be stored' using detail = '%2$s'; end $$;
            create trigger refuse_%1$s before insert on interaction for each row when (new.brand = '%1$s')
            execute function refuse_%1$s()
            """.formatted(brand, name));
        assertThat(refusing).isZero();

        api.as(TestTokens.brand(brand, "event:write"))
                .post("/api/events")
                .idempotencyKey(UUID.randomUUID().toString())
                .body(Person.event(
                        UUID.randomUUID().toString(),
                        "order.shipped",
                        "2026-03-02T08:00:00Z",
                        Map.of("receiver", Map.of("name", name, "address", street), "note", person.phone()),
                        List.of(person.byPhone(), person.byOpenid())))
                .send()
                .expect(202);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.number(
                                "select count(*) from parked_event where topic = ? and headers->>'ce_brand' = ?",
                                INGEST,
                                brand)
                        == 1);
        for (String table : List.of("parked_event", "parked_key")) {
            String kept = dump(table);
            assertThat(kept).as(table).contains(brand);
            assertThat(secrets).as(table).noneMatch(kept::contains);
        }

        ReceivedEvent accepted = probe.receivedOn(INGEST).stream()
                .filter(event -> event.key().startsWith(brand))
                .findFirst()
                .orElseThrow();
        Map<String, String> nameless = new HashMap<>(accepted.headers());
        assertThat(nameless.remove("ce_id")).isNotNull();
        probe.sendRaw(INGEST, accepted.key(), nameless, accepted.body());
        ReceivedEvent letter =
                probe.awaitDeadLetter(INGEST, event -> event.key().equals(accepted.key()));
        String told = letter.key() + letter.headers() + new String(letter.body(), StandardCharsets.UTF_8);
        assertThat(secrets).as("the dead letter").noneMatch(told::contains);
        assertThat(secrets).as("the log").noneMatch(log.getAll()::contains);

        int accepting = database.update(
                "drop trigger refuse_%1$s on interaction; drop function refuse_%1$s()".formatted(brand));
        assertThat(accepting).isZero();
    }

    private List<ReceivedEvent> topics() {
        return List.of("meridian.customer.profile", "meridian.customer.interaction", INGEST).stream()
                .flatMap(topic -> probe.receivedOn(topic).stream())
                .toList();
    }

    private List<String> tables() {
        return database.rows("select table_name from information_schema.tables where table_schema = 'public'").stream()
                .map(row -> String.valueOf(row.get("table_name")))
                .toList();
    }

    /** Every row as text, and every bytea read as if it were text. */
    private String dump(String table) {
        StringBuilder dump = new StringBuilder();
        for (Map<String, Object> row : database.rows("select t.*, t::text as whole_row from \"" + table + "\" t")) {
            row.values().forEach(value -> {
                dump.append(value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value);
                dump.append('\n');
            });
        }
        return dump.toString();
    }
}
