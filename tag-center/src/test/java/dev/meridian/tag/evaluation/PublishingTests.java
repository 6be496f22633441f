package dev.meridian.tag.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.tag.Fixture;
import dev.meridian.tag.Fixture.Person;
import dev.meridian.tag.TagTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@TagTest
class PublishingTests {

    private static final String EXITED = "meridian.tag.segment.exited.v1";

    private final Fixture fixture;
    private final String brand = Fixture.newBrand();

    PublishingTests(Fixture fixture) {
        this.fixture = fixture;
    }

    @Test
    void twenty_thousand_customers_with_300_000_facts_are_evaluated_to_the_last_one() {
        insertCustomers(20_000, 15);
        fixture.define(brand, "big-spenders", Fixture.bigSpenders());
        long start = System.nanoTime();
        fixture.as(brand)
                .post("/api/segments/{key}/publish", "big-spenders")
                .send()
                .expect(202);
        JsonNode published = Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> fixture.as(brand)
                                .get("/api/segments/{key}", "big-spenders")
                                .send()
                                .json(),
                        segment -> segment.path("status").asString().equals("published"));
        double seconds = (System.nanoTime() - start) / 1e9;
        long members = published.path("memberCount").asLong();
        System.out.printf("20,000 customers, 300,000 facts: %.1f s, %d members%n", seconds, members);
        assertThat(published.at("/progress/evaluated").asLong()).isEqualTo(20_000);
        assertThat(published.at("/progress/total").asLong()).isEqualTo(20_000);
        assertThat(members)
                .isEqualTo(fixture.database()
                        .number("""
            select count(*) from (
              select p.customer_id from activity_fact f join source_profile p using (source_profile_id, brand)
               where f.brand = ? and f.type = 'order.paid' and f.occurred_at > ?::timestamptz - interval '3 months'
               group by 1 having count(*) > 3 and avg((f.properties->>'amount')::numeric) > 1000) x
            """, brand, fixture.clock().instant().toString()));
        assertThat(members).isBetween(1_000L, 19_000L);
    }

    @Test
    void a_publication_waits_longer_for_facts_that_are_being_stored_than_for_a_row() throws Exception {
        fixture.define(brand, "patient", Map.of("attribute", "nowhere", "is", Map.of("exists", false)));
        try (Connection storing = fixture.database().connect();
                ExecutorService marketer = Executors.newSingleThreadExecutor()) {
            storing.setAutoCommit(false);
            try (PreparedStatement gate = storing.prepareStatement("select pg_advisory_xact_lock_shared(?)")) {
                gate.setLong(1, 0x7461672D66616374L);
                gate.execute();
            }
            Future<ApiResponse> publishing = marketer.submit(() -> fixture.as(brand)
                    .post("/api/segments/{key}/publish", "patient")
                    .send());
            Awaitility.await("longer than a lock of a row is waited for")
                    .atMost(Duration.ofSeconds(12))
                    .until(() -> publishing.isDone() || fixture.database().number("""
                                select count(*) from pg_stat_activity
                                 where wait_event_type = 'Lock' and wait_event = 'advisory'
                                   and clock_timestamp() - query_start > interval '5.5 seconds'
                                """) > 0);
            storing.rollback();

            assertThat(publishing.get().status()).isEqualTo(202);
        }
    }

    @Test
    void whoever_counts_holds_a_shard_that_nobody_else_counts_in() throws SQLException {
        try (Connection one = fixture.database().connect();
                Connection other = fixture.database().connect()) {
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            long usual = number(other, "select pg_backend_pid() % 64");
            assertThat(number(one, "select pg_advisory_xact_lock(1952540515, " + usual + ")"))
                    .as("it answers nothing")
                    .isZero();

            long shard = number(other, "select counter_shard()");

            assertThat(shard).isNotEqualTo(usual).isEqualTo(number(other, "select counter_shard()"));
            assertThat(number(one, "select counter_shard()")).isNotEqualTo(shard);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getObject(1) instanceof Number number ? number.longValue() : 0;
        }
    }

    @Test
    void a_worker_that_dies_in_the_middle_is_followed_by_one_that_goes_on_where_it_was() throws SQLException {
        insertCustomers(1_600, 1);
        UUID blocked = (UUID) fixture.database()
                .rows("select customer_id from customer where brand = ? order by 1 offset 1200 limit 1", brand)
                .getFirst()
                .get("customer_id");
        fixture.define(brand, "everyone", Map.of("attribute", "nowhere", "is", Map.of("exists", false)));
        try (Connection blocker = fixture.database().connect()) {
            blocker.setAutoCommit(false);
            try (PreparedStatement lock =
                    blocker.prepareStatement("select 1 from customer where customer_id = ? for update")) {
                lock.setObject(1, blocked);
                lock.execute();
            }
            fixture.as(brand)
                    .post("/api/segments/{key}/publish", "everyone")
                    .send()
                    .expect(202);
            awaitEvaluated(1_000);
            Awaitility.await("the worker waits in the middle of the third batch, and is killed")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> fixture.database().number("""
                        select count(pg_terminate_backend(pid)) from pg_stat_activity
                         where datname = current_database() and wait_event_type = 'Lock'
                        """) >= 1);
            assertThat(segment("everyone").path("status").asString()).isEqualTo("publishing");
            assertThat(segment("everyone").path("memberCount").asInt()).isEqualTo(1_000);
            blocker.rollback();
        }
        JsonNode published = fixture.awaitPublished(brand, "everyone");
        assertThat(published.path("memberCount").asInt()).isEqualTo(1_600);
        assertThat(published.at("/progress/evaluated").asInt()).isEqualTo(1_600);
        assertThat(fixture.database().number("select count(*) from segment_transition where brand = ?", brand))
                .as("nobody entered twice")
                .isEqualTo(1_600);
    }

    @Test
    void a_new_version_replaces_the_old_one_and_those_it_no_longer_fits_leave() {
        Person cheap = Fixture.person(brand);
        Person dear = Fixture.person(brand);
        var now = fixture.clock().instant();
        fixture.send(fixture.paid(cheap, now, 10), fixture.paid(dear, now, 5_000));
        fixture.awaitFacts(brand, 2);
        fixture.publish(brand, "buyers", spent(0));
        assertThat(fixture.members(brand, "buyers")).containsExactlyInAnyOrder(cheap.customer(), dear.customer());

        fixture.define(brand, "buyers", spent(1_000));
        assertThat(fixture.members(brand, "buyers"))
                .as("a draft changes nobody")
                .hasSize(2);
        JsonNode published = fixture.publish(brand, "buyers", spent(1_000));
        assertThat(published.path("version").asInt()).isEqualTo(2);
        assertThat(fixture.members(brand, "buyers")).containsExactly(dear.customer());
        var exited = fixture.probe()
                .await(EXITED, event -> event.key().equals(cheap.customer().toString()));
        assertThat(exited.data().path("cause").path("kind").asString()).isEqualTo("publication");
        assertThat(exited.data().path("version").asInt()).isEqualTo(2);
        fixture.send(fixture.paid(cheap, now, 2_000));
        fixture.awaitMember(brand, "buyers", cheap.customer());
    }

    @Test
    void publishing_what_is_in_force_changes_nothing() {
        fixture.publish(brand, "buyers", spent(0));
        JsonNode again = fixture.as(brand)
                .post("/api/segments/{key}/publish", "buyers")
                .send()
                .expect(202)
                .json();
        assertThat(again.path("status").asString()).isEqualTo("published");
        assertThat(again.path("version").asInt()).isOne();
    }

    private static Map<String, Object> spent(int more) {
        return Fixture.activity("order.paid", "P1Y", "sum", "amount", Map.of("gt", more));
    }

    private void awaitEvaluated(int count) {
        Awaitility.await(count + " evaluated")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> segment("everyone").at("/progress/evaluated").asInt() == count);
    }

    private JsonNode segment(String key) {
        return fixture.as(brand)
                .get("/api/segments/{key}", key)
                .send()
                .expect(200)
                .json();
    }

    /**
     * Customers with one source profile each and facts over the last half year, straight into the database. Facts lie
     * half a day off the moment a window ends at, so that the time a test takes does not matter.
     */
    private void insertCustomers(int customers, int factsEach) {
        int made = fixture.database()
                .update(
                        """
            with made as (
              insert into customer (brand, customer_id) select '*', gen_random_uuid() from generate_series(1, ?)
              returning customer_id),
            known as (
              insert into customer (brand, customer_id) select ?, customer_id from made returning customer_id),
            profiles as (
              insert into source_profile (source_profile_id, brand, customer_id)
              select profile, scope, customer_id
                from (select gen_random_uuid() as profile, customer_id from known) one, unnest(array['*', ?]) scope
              returning source_profile_id, brand)
            insert into activity_fact
                   (interaction_id, source_profile_id, brand, type, channel, occurred_at, properties)
            select gen_random_uuid(), source_profile_id, ?, 'order.paid', 'app',
                   ?::timestamptz - interval '12 hours' - floor(random() * 180) * interval '1 day',
                   jsonb_build_object('amount', round((random() * 2000)::numeric, 2))
              from profiles, generate_series(1, ?) where profiles.brand <> '*'
            """,
                        customers,
                        brand,
                        brand,
                        brand,
                        fixture.clock().instant().toString(),
                        factsEach);
        assertThat(made).isEqualTo(customers * factsEach);
        assertThat(fixture.database().update("analyze")).isZero();
    }
}
