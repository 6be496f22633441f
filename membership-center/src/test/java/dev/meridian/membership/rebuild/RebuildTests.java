package dev.meridian.membership.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Apart;
import dev.meridian.membership.Club;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.EventProbe;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestEvent;
import dev.meridian.platform.testing.TestTokens;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The test is customer-center: it tells again what it has told, and what nobody heard. */
@CenterTest
@TestPropertySource(properties = Apart.FROM_OTHER_TESTS)
class RebuildTests {

    private static final String SNAPSHOT = "meridian.customer.snapshot";
    private static final String INTERACTION = "meridian.customer.interaction";
    private static final String RECORDED = "meridian.customer.interaction.recorded.v1";
    private static final String EARNED = "meridian.membership.points.earned.v1";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApiClient center;
    private final ApiClient operations;
    private final EventProbe probe;
    private final TestDatabase database;

    RebuildTests(ApiClient api, EventProbe probe, TestDatabase database) {
        this.center = api;
        this.operations = api.alsoBy("rebuilds");
        this.probe = probe;
        this.database = database;
    }

    @Test
    void what_was_missed_earns_what_was_decided_stays_and_a_new_rule_earns_nothing_for_the_past() {
        Club.putProgram(
                        center.as(TestTokens.group("points:write")),
                        "group-club",
                        Map.of("name", "Group Club", "currency", "points", "earnsSince", "2020-01-01T00:00:00Z"))
                .expect(200);
        UUID customer = UUID.randomUUID();
        TestEvent heard = order(customer, 100);
        TestEvent missed = order(customer, 30);
        probe.send(heard.withSequence(1));
        probe.await(EARNED, event -> event.data().path("orderId").asString().equals("o-" + heard.id()));
        String later = "circle-" + customer;
        Club.circle(center.as(TestTokens.group("points:write")), later, Map.of("earnsSince", "2020-01-01T00:00:00Z"));
        List<Map<String, Object>> ledger = ledgerOf(customer);

        UUID rebuild = start();
        tell(rebuild, customer, List.of(heard, missed));
        awaitFinished(rebuild);

        probe.await(EARNED, event -> event.data().path("orderId").asString().equals("o-" + missed.id()));
        List<Map<String, Object>> rebuilt = ledgerOf(customer);
        assertThat(rebuilt).containsAll(ledger);
        assertThat(rebuilt).hasSize(ledger.size() + 1);
        UUID again = start();
        tell(again, customer, List.of(heard, missed));
        awaitFinished(again);
        assertThat(ledgerOf(customer)).isEqualTo(rebuilt);
        assertThat(database.number("select count(*) from earning_decision where program = ?", later))
                .isZero();
        probe.send(missed.withSequence(2));
        assertThat(ledgerOf(customer)).isEqualTo(rebuilt);
    }

    /** Every posting by what the customer did. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private List<Map<String, Object>> ledgerOf(UUID customer) {
        return (List) database.rows("""
                select t.business_key, p.amount, p.credit_balance_after
                  from earning_decision d
                  join ledger_transaction t on t.id = d.transaction_id
                  join posting p on p.transaction_id = t.id
                 where d.customer_id = ? and d.outcome = 'earned'
                 order by p.id
                """, customer);
    }

    private static TestEvent order(UUID customer, int amount) {
        UUID interaction = UUID.randomUUID();
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("interactionId", interaction.toString());
        body.put("customerId", customer.toString());
        body.put("brandCustomerId", customer.toString());
        body.put("sourceProfileId", new UUID(7, customer.getLeastSignificantBits()).toString());
        body.put("brand", "aurora");
        body.put("channel", "app");
        body.put("type", "order.paid");
        body.put("occurredAt", now);
        body.put("recordedAt", now);
        body.put("properties", Map.of("orderId", "o-" + interaction, "amount", amount));
        return TestEvent.of(INTERACTION, RECORDED, customer, body)
                .withId(interaction)
                .withBrand("aurora");
    }

    private void tell(UUID run, UUID customer, List<TestEvent> events) {
        List<Map<String, Object>> streams =
                List.of(Map.of("topic", INTERACTION, "key", customer.toString(), "sequence", events.size()));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("runId", run.toString());
        body.put("subject", customer.toString());
        body.put("number", 0);
        body.put("last", true);
        body.put("streams", streams);
        body.put("settled", streams);
        body.put("events", events.stream().map(RebuildTests::again).toList());
        probe.send(TestEvent.of(SNAPSHOT, SNAPSHOT + ".told.v1", customer, body));
        probe.send(TestEvent.of(SNAPSHOT, SNAPSHOT + ".ended.v1", run, Map.of("runId", run.toString(), "subjects", 1)));
    }

    private static Map<String, Object> again(TestEvent event) {
        return Map.of(
                "topic", event.topic(),
                "type", event.type(),
                "id", event.id().toString(),
                "key", event.key(),
                "time", event.time().toString(),
                "brand", "aurora",
                "body", new String(event.body(), StandardCharsets.UTF_8));
    }

    private UUID start() {
        JsonNode rebuild = operator().post("/admin/rebuilds").send().expect(202).json();
        return UUID.fromString(rebuild.path("rebuildId").asString());
    }

    private void awaitFinished(UUID rebuild) {
        Awaitility.await("rebuild finished")
                .atMost(PATIENCE)
                .until(() -> operator()
                        .get("/admin/rebuilds/{id}", rebuild)
                        .send()
                        .expect(200)
                        .json()
                        .path("state")
                        .asString()
                        .equals("finished"));
    }

    private ApiClient operator() {
        return operations.as(TestTokens.group("platform:admin"));
    }
}
