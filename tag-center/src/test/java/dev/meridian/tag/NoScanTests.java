package dev.meridian.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.meridian.tag.Fixture.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Nothing on the path of a request or an event reads a growing table from end to end. The planner is told to avoid that
 * wherever an index will do, so that what is left has none, however few rows a test has.
 */
@TagTest
class NoScanTests {

    private static final List<String> GROWING = List.of(
            "customer",
            "customer_alias",
            "source_profile",
            "activity_fact",
            "profile_attributes",
            "segment_member",
            "segment_due",
            "segment_transition");

    private final Fixture fixture;
    private final HikariDataSource pool;
    private final String brand = Fixture.newBrand();

    NoScanTests(Fixture fixture, HikariDataSource pool) {
        this.fixture = fixture;
        this.pool = pool;
    }

    @Test
    void no_request_and_no_event_reads_a_growing_table_from_end_to_end() {
        String database = fixture.database().database().name();
        assertThat(fixture.database().update("alter database " + database + " set enable_seqscan = off"))
                .isZero();
        pool.getHikariPoolMXBean().softEvictConnections();
        Awaitility.await("connections that know it")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> fixture.database()
                                .number(
                                        "select count(*) from pg_stat_activity where datname = ? and backend_start < ?::timestamptz"
                                                + " and usename <> current_user and application_name <> 'outbox-listening'",
                                        database,
                                        evictedAt())
                        == 0);
        live();
        Map<String, Long> before = scans();
        live();
        Awaitility.await("what was read is counted")
                .pollDelay(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> true);
        assertThat(scans()).isEqualTo(before);
    }

    private String evicted = "";

    private String evictedAt() {
        if (evicted.isEmpty()) {
            evicted = String.valueOf(fixture.database()
                    .rows("select clock_timestamp()::text as now")
                    .getFirst()
                    .get("now"));
            pool.getHikariPoolMXBean().softEvictConnections();
        }
        return evicted;
    }

    /** Everything the center does, once. */
    private void live() {
        Person first = Fixture.person(brand);
        Person second = Fixture.person(brand);
        var now = fixture.clock().instant();
        fixture.publish(brand, "buyers", Fixture.activity("order.paid", "P30D", "count", null, Map.of("gte", 1)));
        fixture.publish("*", "g" + brand, Fixture.dormant());
        fixture.send(fixture.says(first, Map.of("city", "310000")), fixture.says(second, Map.of("city", "310000")));
        fixture.send(fixture.paid(first, now.minus(Duration.ofDays(29)), 1), fixture.paid(second, now, 1));
        fixture.awaitMember(brand, "buyers", second.customer());
        fixture.send(
                fixture.merged(first.customer(), second.customer(), second.sourceProfile()),
                fixture.mergedInBrand(brand, first.customer(), second.customer(), second.sourceProfile()));
        fixture.awaitNoMember(brand, "buyers", second.customer());
        fixture.clock().forward(Duration.ofDays(2));
        var api = fixture.as(brand);
        api.get("/api/customers/{customer}/segments", second.customer()).send().expect(200);
        for (String key : List.of("buyers", "g" + brand)) {
            api.get("/api/segments/{key}", key).send().expect(200);
            api.get("/api/segments/{key}/members", key).send().expect(200);
            api.get("/api/segments/{key}/members", key)
                    .query("asOf", now)
                    .send()
                    .expect(200);
            api.get("/api/segments/{key}/explanations/{customer}", key, second.customer())
                    .send()
                    .expect(200);
        }
        api.get("/api/segments").send().expect(200);
        api.post("/api/segments/preview")
                .body(Map.of("rule", Fixture.dormant()))
                .send()
                .expect(200);
        fixture.group()
                .get("/api/customers/{customer}/segments", first.customer())
                .send()
                .expect(200);
    }

    private Map<String, Long> scans() {
        Map<String, Long> scans = new TreeMap<>();
        fixture.database()
                .rows("select relname, seq_scan from pg_stat_user_tables")
                .forEach(row -> {
                    String table = (String) row.get("relname");
                    if (GROWING.contains(table)) {
                        scans.put(table, ((Number) row.get("seq_scan")).longValue());
                    }
                });
        assertThat(scans).containsOnlyKeys(GROWING);
        return scans;
    }
}
