package dev.meridian.customer.profile;

import static dev.meridian.customer.CustomerCalls.get;
import static dev.meridian.customer.CustomerCalls.id;
import static dev.meridian.customer.CustomerCalls.identify;
import static dev.meridian.customer.CustomerCalls.identifyWith;
import static dev.meridian.customer.CustomerCalls.lookup;
import static dev.meridian.customer.CustomerCalls.patch;
import static dev.meridian.customer.Person.identifier;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Calls that change the same customer at the same time. */
@CenterTest
class ConcurrentWritesTests {

    private static final int ROUNDS = 40;

    private final ApiClient aurora;
    private final TestDatabase database;

    ConcurrentWritesTests(ApiClient api, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "customer:write"))
                .unchecked();
        this.database = database;
    }

    @Test
    void a_change_and_a_call_to_identify_never_lose_each_others_update() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                Person person = Person.unseen();
                String id = id(identifyWith(aurora, Map.of("city", "310000"), person.byPhone()));
                String version = get(aurora, id).header("ETag").orElseThrow();
                CyclicBarrier together = new CyclicBarrier(2);
                Future<ApiResponse> change = threads.submit(() -> {
                    int unused = together.await();
                    return patch(aurora, id, version, Map.of("city", "440300"));
                });
                Future<JsonNode> identified = threads.submit(() -> {
                    int unused = together.await();
                    return identifyWith(
                            aurora, Map.of("city", "110000", "gender", "female"), person.byPhone(), person.byOpenid());
                });
                int status = change.get().status();
                assertThat(id(identified.get())).isEqualTo(id);
                assertThat(status).isIn(200, 412);

                // A change that was accepted came first, because it was based on what stood before the other call.
                JsonNode attributes = get(aurora, id).expect(200).json().path("attributes");
                assertThat(attributes.path("city").asString())
                        .as("after a change that was answered %s", status)
                        .isEqualTo("110000");
                assertThat(attributes.path("gender").asString()).isEqualTo("female");
            }
        }
    }

    @Test
    void a_change_that_was_answered_is_there_although_another_instances_clock_was_ahead() {
        Person person = Person.unseen();
        String id = id(identifyWith(aurora, Map.of("city", "310000"), person.byPhone()));
        identifyWith(aurora, Map.of("city", "110000"), person.byOpenid(), person.byPhone());
        int ahead = database.update("""
                update profile_attribute set observed_at = observed_at + interval '1 hour'
                 where source_profile_id in (select source_profile_id from source_profile sp
                                               join identifier_sighting s using (brand, identifier_id)
                                              where s.customer_id = ?)
                """, UUID.fromString(id));
        assertThat(ahead).isPositive();

        patch(aurora, id, "*", Map.of("city", "440300")).expect(200);
        assertThat(get(aurora, id).json().path("attributes").path("city").asString())
                .isEqualTo("440300");

        identifyWith(aurora, Map.of("city", "500000"), person.byPhone());
        assertThat(get(aurora, id).json().path("attributes").path("city").asString())
                .isEqualTo("500000");
    }

    @Test
    void a_held_identifier_that_is_new_is_found_by_the_brand_that_sent_it() {
        String unionid = "u" + UUID.randomUUID();
        String member = "m" + UUID.randomUUID();
        String later = "m" + UUID.randomUUID();
        identify(aurora, identifier("member_no", member), identifier("wechat_unionid", unionid));

        JsonNode answer = identify(aurora, identifier("member_no", later), identifier("wechat_unionid", unionid));
        String newUnionid = "u" + UUID.randomUUID();
        JsonNode ghost = identify(aurora, identifier("member_no", member), identifier("wechat_unionid", newUnionid));

        assertThat(answer.path("held")).hasSize(1);
        assertThat(ghost.path("held")).hasSize(1);
        JsonNode found =
                lookup(aurora, "wechat_unionid", newUnionid).expect(200).json();
        assertThat(id(found)).isNotEqualTo(id(ghost));
    }

    @Test
    void a_held_pair_that_comes_again_locks_nothing_and_writes_nothing() throws Exception {
        Person staff = Person.unseen();
        Map<String, Object> customer = identifier("wechat_unionid", "u" + UUID.randomUUID());
        String owner = id(identify(aurora, identifier("wechat_unionid", "u" + UUID.randomUUID()), staff.byPhone()));
        assertThat(identify(aurora, customer, staff.byPhone()).path("held")).hasSize(1);
        Map<String, Long> before = rows();

        try (Connection other = database.connect();
                Statement statement = other.createStatement();
                ExecutorService threads = Executors.newSingleThreadExecutor()) {
            other.setAutoCommit(false);
            lock(statement, "select 1 from customer where customer_id = '" + owner + "' for update");
            lock(statement, "select 1 from brand_customer where customer_id = '" + owner + "' for update");
            lock(statement, "select 1 from identifier_lock for update");
            try {
                Future<JsonNode> again = threads.submit(() -> identify(aurora, customer, staff.byPhone()));
                assertThat(again.get(10, TimeUnit.SECONDS).path("held")).hasSize(1);
            } finally {
                other.rollback();
            }
        }

        assertThat(rows()).isEqualTo(before);
    }

    private static void lock(Statement statement, String select) throws SQLException {
        try (var locked = statement.executeQuery(select)) {
            assertThat(locked.next()).isTrue();
        }
    }

    /** How often each row of the graph was written. */
    private Map<String, Long> rows() {
        Map<String, Long> rows = new HashMap<>();
        for (String table : new String[] {
            "customer",
            "brand_customer",
            "identifier",
            "identifier_sighting",
            "identity_link",
            "merge_hold",
            "merge",
            "source_profile"
        }) {
            rows.put(table, database.number("select coalesce(sum(xmin::text::bigint), 0) from " + table));
        }
        return rows;
    }
}
