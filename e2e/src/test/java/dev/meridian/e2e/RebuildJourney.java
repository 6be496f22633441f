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
 * the center keeps answering. Afterwards what it keeps of customers is what it was, and the ledger has not moved.
 */
class RebuildJourney {

    @RegisterExtension
    static final WholeFleet FLEET = new WholeFleet();

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PEOPLE = 120;
    private static final int ORDERS = 4;

    /** The orders of this journey's people, in every center. */
    private static final String THEIRS = "brand = 'boreal' and occurred_at >= '%1$s' and occurred_at < '%2$s'";

    private static final String THEIR_PROFILES =
            "t.source_profile_id in (select source_profile_id from activity_fact where " + THEIRS + ")";
    private static final String THEIR_TRANSACTIONS =
            "(select transaction_id from earning_decision where " + THEIRS + ")";

    /** Who comes meanwhile is left out. */
    private static final Map<String, String> TAG_TABLES = Map.of(
            "activity_fact", THEIRS,
            "profile_attributes", THEIR_PROFILES,
            "source_profile", THEIR_PROFILES);

    private static final Map<String, String> MEMBERSHIP_TABLES = Map.of(
            "earning_decision", THEIRS,
            "ledger_transaction", "t.id in " + THEIR_TRANSACTIONS,
            "posting", "t.transaction_id in " + THEIR_TRANSACTIONS,
            "brand_customer", "t.group_customer_id in (select customer_id from earning_decision where " + THEIRS + ")");

    @Test
    void damaged_centers_equal_what_they_were_after_a_rebuild_under_load() throws Exception {
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
        String from = yesterday.toString();
        String cut = yesterday.plusSeconds(ORDERS).toString();
        Map<String, List<String>> tagBefore = tables("tag", TAG_TABLES, from, cut);
        await("everything is earned")
                .atMost(Duration.ofMinutes(2))
                .until(() -> number(
                                "membership",
                                "select count(distinct interaction_id) from earning_decision where "
                                        + THEIRS.formatted(from, cut))
                        >= PEOPLE * ORDERS);
        Map<String, List<String>> membershipBefore = tables("membership", MEMBERSHIP_TABLES, from, cut);
        assertThat(tagBefore.get("activity_fact").size()).isGreaterThanOrEqualTo(PEOPLE * ORDERS);

        damage(THEIRS.formatted(from, cut));
        assertThat(tables("tag", TAG_TABLES, from, cut)).isNotEqualTo(tagBefore);
        assertThat(tables("membership", MEMBERSHIP_TABLES, from, cut)).isNotEqualTo(membershipBefore);
        AtomicBoolean sending = new AtomicBoolean(true);
        List<String> refused = new ArrayList<>();
        Thread load = Thread.ofVirtual().start(() -> keepSendingAndAsking(boreal, last, sending, refused));
        try {
            rebuild("tag-center");
            rebuild("membership-center");
        } finally {
            sending.set(false);
            load.join();
        }

        assertThat(refused).isEmpty();
        assertThat(tables("tag", TAG_TABLES, from, cut)).isEqualTo(tagBefore);
        assertThat(size(boreal, rule)).isGreaterThanOrEqualTo(PEOPLE);
        assertThat(tables("membership", MEMBERSHIP_TABLES, from, cut)).isEqualTo(membershipBefore);
    }

    /** Half of the facts gone, others false, attributes and owners lost. */
    private static void damage(String theirs) throws SQLException {
        try (Connection tag = FLEET.database("tag");
                Statement statement = tag.createStatement()) {
            int lost = statement.executeUpdate("delete from profile_attributes where source_profile_id in"
                    + " (select source_profile_id from activity_fact where " + theirs
                    + ") and source_profile_id::text < '8'");
            int deleted = statement.executeUpdate(
                    "delete from activity_fact where " + theirs + " and right(interaction_id::text, 1) < '8'");
            int changed = statement.executeUpdate("update activity_fact set properties = '{\"amount\": 999999}' where "
                    + theirs + " and right(interaction_id::text, 1) > 'b'");
            assertThat(List.of(lost, deleted, changed))
                    .allSatisfy(rows -> assertThat(rows).isPositive());
        }
        try (Connection membership = FLEET.database("membership");
                Statement statement = membership.createStatement()) {
            assertThat(statement.executeUpdate("delete from brand_customer where group_customer_id in"
                            + " (select customer_id from earning_decision where " + theirs
                            + ") and customer_id::text < '8'"))
                    .isPositive();
        }
    }

    private static Map<String, List<String>> tables(
            String database, Map<String, String> tables, String from, String cut) throws SQLException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (Connection connection = FLEET.database(database);
                Statement statement = connection.createStatement()) {
            for (String table : new TreeSet<>(tables.keySet())) {
                List<String> found = new ArrayList<>();
                try (ResultSet row = statement.executeQuery("select to_jsonb(t)::text from " + table + " t where "
                        + tables.get(table).formatted(from, cut) + " order by 1")) {
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

    private static void keepSendingAndAsking(
            Gateway.As boreal, String customer, AtomicBoolean sending, List<String> refused) {
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
            Answer segments = boreal.get("/api/customers/" + customer + "/segments");
            if (segments.status() != 200) {
                refused.add(segments.status() + " " + segments.raw().body());
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
