package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.e2e.Gateway.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * A center's picture of the customers is damaged, and built anew from customer-center while a brand keeps sending and
 * the center keeps answering. Afterwards every table is what it was, and the ledger has not moved.
 */
class RebuildJourney {

    @RegisterExtension
    static final WholeFleet FLEET = new WholeFleet();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PEOPLE = 120;
    private static final int ORDERS = 4;

    /** What is kept of everybody who was there before; people who come meanwhile are left out. */
    private static final Map<String, String> TAG_TABLES = Map.of(
            "activity_fact", "occurred_at < '%s'",
            "profile_attributes",
                    "source_profile_id in (select source_profile_id from activity_fact where occurred_at < '%s')",
            "source_profile",
                    "source_profile_id in (select source_profile_id from activity_fact where occurred_at < '%s')");

    @Test
    void a_damaged_center_equals_what_it_was_after_a_rebuild_under_load() throws Exception {
        Gateway.As boreal = FLEET.gateway().as("BOREAL");
        List<Person> people = new ArrayList<>();
        Instant yesterday = Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        for (int i = 0; i < PEOPLE; i++) {
            people.add(Person.unseen());
        }
        for (int order = 0; order < ORDERS; order++) {
            List<Object> batch = new ArrayList<>();
            for (Person person : people) {
                batch.add(Person.order(
                        UUID.randomUUID().toString(),
                        yesterday.plusSeconds(order).toString(),
                        10,
                        List.of(person.byPhone())));
            }
            assertThat(boreal.post("/api/events", batch).status()).isEqualTo(202);
        }
        String last = boreal.lookup("phone", awaitKnown(boreal, people.getLast()))
                .body()
                .path("customerId")
                .asString();
        String rule = "rebuilt-" + UUID.randomUUID().toString().substring(0, 8);
        publish(boreal, rule);
        await("everybody is a member").atMost(Duration.ofMinutes(2)).until(() -> size(boreal, rule) >= PEOPLE);
        String cut = yesterday.plusSeconds(ORDERS).toString();
        Map<String, List<String>> tagBefore = tables("tag", TAG_TABLES, cut);
        long postings = number("membership", "select count(*) from posting");
        long members = number("membership", "select count(*) from member");
        assertThat(tagBefore.get("activity_fact").size()).isGreaterThanOrEqualTo(PEOPLE * ORDERS);

        damage(cut);
        assertThat(tables("tag", TAG_TABLES, cut)).isNotEqualTo(tagBefore);
        AtomicBoolean sending = new AtomicBoolean(true);
        List<String> refused = new ArrayList<>();
        Thread load = Thread.ofVirtual().start(() -> keepSending(boreal, sending, refused));
        try {
            rebuild("tag-center");
            assertThat(boreal.get("/api/customers/" + last + "/segments").status())
                    .isEqualTo(200);
            rebuild("membership-center");
        } finally {
            sending.set(false);
            load.join();
        }

        assertThat(refused).isEmpty();
        assertThat(tables("tag", TAG_TABLES, cut)).isEqualTo(tagBefore);
        assertThat(size(boreal, rule)).isGreaterThanOrEqualTo(PEOPLE);
        assertThat(number(
                        "membership",
                        "select count(*) from posting p join ledger_transaction t"
                                + " on t.id = p.transaction_id where t.occurred_at < '" + cut + "'"))
                .as("nothing of before was earned again")
                .isLessThanOrEqualTo(postings);
        assertThat(number("membership", "select count(*) from member")).isGreaterThanOrEqualTo(members);
    }

    /** Half of the facts gone, others false, attributes and owners lost. */
    private static void damage(String cut) throws SQLException {
        try (Connection tag = FLEET.database("tag");
                Statement statement = tag.createStatement()) {
            int deleted = statement.executeUpdate(
                    "delete from activity_fact where occurred_at < '" + cut + "' and interaction_id::text < '8'");
            int changed = statement.executeUpdate("update activity_fact set properties = '{\"amount\": 999999}'"
                    + " where occurred_at < '" + cut + "' and interaction_id::text > 'c'");
            int lost = statement.executeUpdate("delete from profile_attributes where source_profile_id::text < '8'");
            assertThat(deleted + changed + lost).isPositive();
        }
    }

    private static Map<String, List<String>> tables(String database, Map<String, String> tables, String cut)
            throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (Connection connection = FLEET.database(database);
                Statement statement = connection.createStatement()) {
            for (String table : new TreeSet<>(tables.keySet())) {
                List<String> found = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("select to_jsonb(t)::text from " + table + " t where "
                        + tables.get(table).formatted(cut) + " order by 1")) {
                    while (row.next()) {
                        found.add(row.getString(1));
                    }
                }
                rows.put(table, found);
            }
        }
        return rows;
    }

    private static long number(String database, String sql) throws SQLException {
        try (Connection connection = FLEET.database(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private static void rebuild(String center) {
        String id = operate(center, "POST", "").path("rebuildId").asString();
        await("rebuild of " + center)
                .atMost(Duration.ofMinutes(5))
                .until(() -> operate(center, "GET", "/" + id)
                        .path("state")
                        .asString()
                        .equals("finished"));
    }

    private static JsonNode operate(String center, String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(FLEET.url(center) + "/admin/rebuilds" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + FLEET.gateway().token("OPERATOR"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
            return Gateway.JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void keepSending(Gateway.As boreal, AtomicBoolean sending, List<String> refused) {
        while (sending.get()) {
            Answer answer = boreal.post(
                    "/api/events",
                    List.of(Person.order(
                            UUID.randomUUID().toString(),
                            Instant.now().toString(),
                            1,
                            List.of(Person.unseen().byPhone()))));
            if (answer.status() != 202) {
                refused.add(answer.status() + " " + answer.raw().body());
            }
        }
    }

    private static String awaitKnown(Gateway.As boreal, Person person) {
        await("the last one is known")
                .atMost(Duration.ofMinutes(2))
                .until(() -> boreal.lookup("phone", person.phone()).status() == 200);
        return person.phone();
    }

    private static void publish(Gateway.As boreal, String key) {
        Map<String, Object> rule =
                Map.of("activity", Map.of("event", "order.paid", "measure", "count", "is", Map.of("gte", ORDERS)));
        assertThat(boreal.put("/api/segments/" + key, Map.of("name", key, "rule", rule))
                        .status())
                .isEqualTo(201);
        assertThat(boreal.call("POST", "/api/segments/" + key + "/publish", null)
                        .status())
                .isEqualTo(202);
    }

    private static long size(Gateway.As boreal, String key) {
        return boreal.get("/api/segments/" + key).body().path("memberCount").asLong(-1);
    }
}
