package dev.meridian.membership.ledger;

import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.membership.Club;
import dev.meridian.membership.Consuming;
import dev.meridian.membership.earning.PointsEarning;
import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class ExpirySweepTests {

    private final Consuming consuming;
    private final ExpirySweep expiry;
    private final ApiClient aurora;
    private final ApiClient group;
    private final TestDatabase database;

    ExpirySweepTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ExpirySweep expiry,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.expiry = expiry;
        this.aurora = api.as(TestTokens.brand("aurora", "member:read"));
        this.group = api.as(TestTokens.group("member:read", "platform:admin"));
        this.database = database;
    }

    @Test
    void what_has_ended_leaves_the_balance_and_the_statement_says_so_to_the_brand_that_issued_it() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "E1-" + customer.value(), 40),
                order(customer, "aurora", "E2-" + customer.value(), 100),
                order(customer, "boreal", "E3-" + customer.value(), 7));
        UUID member = Club.member(database, customer);
        end(member, 40);
        end(member, 7);

        assertThat(expiry.sweep()).isNotNegative();

        List<JsonNode> statement = Club.statement(group, member, 50);
        assertThat(statement.getFirst().path("balanceAfter").asLong()).isEqualTo(100);
        assertThat(available(member)).isEqualTo(100);
        List<JsonNode> seenByAurora = Club.statement(aurora, member, 50);
        assertThat(seenByAurora).hasSize(3);
        JsonNode ended = seenByAurora.getFirst();
        assertThat(ended.path("kind").asString()).isEqualTo("expire");
        assertThat(ended.path("points").asLong()).isEqualTo(-40);
        assertThat(ended.path("balanceAfter").asLong()).isEqualTo(100);
        assertThat(ended.path("cause").path("type").asString()).isEqualTo("expiry");
        assertThat(ended.path("cause").path("id"))
                .isEqualTo(seenByAurora.getLast().path("transactionId"));
    }

    @Test
    void a_lot_ends_once_however_many_replicas_sweep() throws Exception {
        List<CustomerId> customers =
                IntStream.range(0, 40).mapToObj(i -> someone()).toList();
        consuming.interactions(customers.stream()
                .map(customer -> order(customer, "aurora", "R-" + customer.value(), 9))
                .toList());
        customers.forEach(customer -> end(Club.member(database, customer), 9));

        try (ExecutorService replicas = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> sweeps = replicas.invokeAll(Collections.nCopies(4, expiry::sweep));
            for (Future<Long> sweep : sweeps) {
                assertThat(sweep.get()).isNotNegative();
            }
        }

        assertThat(expiry.sweep()).isNotNegative();
        List<Long> balances = new ArrayList<>();
        customers.forEach(customer -> balances.add(available(Club.member(database, customer))));
        assertThat(balances).containsOnly(0L);
        assertThat(violations()).isZero();
    }

    @Test
    void a_member_that_others_work_on_holds_nobody_up() throws SQLException {
        CustomerId busy = someone();
        CustomerId free = someone();
        consuming.interactions(
                order(busy, "aurora", "B-" + busy.value(), 5), order(free, "aurora", "F-" + free.value(), 5));
        UUID busyMember = Club.member(database, busy);
        UUID freeMember = Club.member(database, free);

        try (Connection other = database.connect();
                PreparedStatement lock = other.prepareStatement("select * from account_balance where account_id in"
                        + " (select id from ledger_account where member_id = ?) for update")) {
            other.setAutoCommit(false);
            lock.setObject(1, busyMember);
            assertThat(lock.execute()).isTrue();
            end(busyMember, 5);
            end(freeMember, 5);

            assertThat(expiry.sweep()).isNotNegative();
            assertThat(posted(freeMember)).isZero();
            assertThat(posted(busyMember)).isEqualTo(5);
            assertThat(available(busyMember)).isZero();
            other.rollback();
        }

        assertThat(expiry.sweep()).isNotNegative();
        assertThat(posted(busyMember)).isZero();
    }

    @Test
    void what_ended_before_a_merge_and_was_not_swept_ends_at_the_survivor() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(
                order(survivor, "aurora", "S-" + survivor.value(), 3),
                order(absorbed, "boreal", "A-" + absorbed.value(), 11));
        end(Club.member(database, absorbed), 11);

        consuming.facts(merged(survivor, absorbed));
        assertThat(expiry.sweep()).isNotNegative();

        assertThat(posted(Club.member(database, survivor))).isEqualTo(3);
        assertThat(violations()).isZero();
    }

    private void end(UUID member, long amount) {
        assertThat(database.update(
                        "update lot set expires_at = now() - interval '1 second' where amount = ? and account_id in"
                                + " (select id from ledger_account where member_id = ?)",
                        amount,
                        member))
                .isEqualTo(1);
    }

    private long posted(UUID member) {
        return database.number(
                "select sum(posted) from account_balance where account_id in"
                        + " (select id from ledger_account where member_id = ?)",
                member);
    }

    private long available(UUID member) {
        return group.get("/api/members/{id}/points", member)
                .send()
                .expect(200)
                .json()
                .path("balances")
                .path(0)
                .path("available")
                .asLong();
    }

    private long violations() {
        return Club.prove(group).path("violations").asLong();
    }
}
