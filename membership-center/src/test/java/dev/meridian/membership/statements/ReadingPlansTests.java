package dev.meridian.membership.statements;

import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.membership.Club;
import dev.meridian.membership.Consuming;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;

/** What a request about one member reads, in a center of many: no table that grows is scanned. */
@CenterTest
class ReadingPlansTests {

    private static final int CUSTOMERS = 4_000;

    /** Enough for the driver and the server to settle on a plan for all values. */
    private static final int CALLS = 12;

    private static final List<String> GROWING = List.of(
            "customer",
            "brand_customer",
            "brand_member",
            "member",
            "ledger_account",
            "account_balance",
            "account_day",
            "ledger_transaction",
            "transaction_origin",
            "posting",
            "lot");

    private final Consuming consuming;
    private final ApiClient aurora;
    private final ApiClient group;
    private final TestDatabase database;

    ReadingPlansTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.aurora = api.as(TestTokens.brand("aurora", "member:read", "points:write"));
        this.group = api.as(TestTokens.group("member:read", "points:write"));
        this.database = database;
    }

    @Test
    void a_request_about_one_member_scans_no_table_that_grows() {
        List<CustomerId> customers =
                IntStream.range(0, CUSTOMERS).mapToObj(i -> someone()).toList();
        for (int from = 0; from < CUSTOMERS; from += 500) {
            consuming.interactions(customers.subList(from, from + 500).stream()
                    .map(customer -> order(customer, "aurora", "P-" + customer.value(), 9))
                    .toList());
        }
        assertThat(database.update("vacuum analyze")).isZero();
        CustomerId customer = customers.get(CUSTOMERS / 2);
        UUID member = Club.member(database, customer);
        Map<String, Long> before = settled();
        long lookedUp = lookUps();

        for (ApiClient caller : List.of(aurora, group)) {
            for (int call = 0; call < CALLS; call++) {
                caller.get("/api/members/{id}", member).send().expect(200);
                caller.get("/api/members/{id}/points", member).send().expect(200);
                caller.get("/api/members/{id}/points/transactions", member)
                        .send()
                        .expect(200);
                caller.get("/api/customers/{id}/memberships", customer.value())
                        .send()
                        .expect(200);
                Club.enrol(caller, customer.value()).expect(200);
            }
        }

        // A session reports its statistics a while after its work.
        await().atMost(Duration.ofSeconds(30)).until(() -> lookUps() >= lookedUp + 2 * CALLS * 5);
        Map<String, Long> after = rowsScanned();
        for (String table : GROWING) {
            assertThat(after.get(table) - before.get(table))
                    .as("rows read from %s without an index", table)
                    .isLessThan(CALLS * CUSTOMERS / 2);
        }
    }

    /** What was scanned when nothing more of the work before is reported. */
    private Map<String, Long> settled() {
        AtomicReference<Map<String, Long>> last = new AtomicReference<>(rowsScanned());
        await().pollInterval(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(40))
                .until(() -> {
                    Map<String, Long> now = rowsScanned();
                    return now.equals(last.getAndSet(now));
                });
        return last.get();
    }

    /** Rows that scans of whole tables have read so far. */
    private Map<String, Long> rowsScanned() {
        return database.rows("select relname, coalesce(seq_tup_read, 0) as scanned from pg_stat_user_tables").stream()
                .filter(row -> GROWING.contains(String.valueOf(row.get("relname"))))
                .collect(Collectors.toMap(row -> String.valueOf(row.get("relname")), row -> (Long) row.get("scanned")));
    }

    private long lookUps() {
        return database.number("select coalesce(idx_scan, 0) from pg_stat_user_tables where relname = 'member'");
    }
}
