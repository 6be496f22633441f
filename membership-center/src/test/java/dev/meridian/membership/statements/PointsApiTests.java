package dev.meridian.membership.statements;

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
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class PointsApiTests {

    private static final String[] ALL = {"member:read", "points:write"};

    private final Consuming consuming;
    private final ApiClient aurora;
    private final TestDatabase database;

    PointsApiTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.aurora = api.as(TestTokens.brand("aurora", ALL));
        this.database = database;
    }

    @Test
    void held_pending_and_expired_points_are_not_available() {
        CustomerId customer = someone();
        consuming.interactions(
                order(customer, "aurora", "H1-" + customer.value(), 100),
                order(customer, "aurora", "H2-" + customer.value(), 40),
                order(customer, "aurora", "H3-" + customer.value(), 7));
        UUID member = Club.member(database, customer);
        String ofMember = " where account_id in (select id from ledger_account where member_id = '" + member + "')";
        assertThat(database.update("update account_balance set held = 10" + ofMember))
                .isEqualTo(1);
        assertThat(database.update(
                        "update lot set expires_at = now() - interval '1 day'" + ofMember + " and amount = 40"))
                .isEqualTo(1);
        assertThat(database.update("update lot set expires_at = '2999-01-01T00:00:00Z'" + ofMember + " and amount = 7"))
                .isEqualTo(1);
        assertThat(database.update(
                        "with pending as (insert into ledger_account (kind, member_id, currency, opened_at)"
                                + " values ('pending', ?, 'points', now()) returning id)"
                                + " insert into account_balance (account_id, posted) select id, 25 from pending",
                        member))
                .isEqualTo(1);

        JsonNode balance = aurora.get("/api/members/{id}/points", member)
                .send()
                .expect(200)
                .json()
                .path("balances")
                .path(0);
        assertThat(database.update("update account_balance set held = 0, posted = case when posted = 25 then 0 else"
                        + " posted end" + ofMember))
                .isEqualTo(2);

        assertThat(balance.path("held").asLong()).isEqualTo(10);
        assertThat(balance.path("pending").asLong()).isEqualTo(25);
        assertThat(balance.path("available").asLong()).isEqualTo(100 + 7 - 10);
        assertThat(balance.path("expiring")).singleElement().satisfies(expiring -> {
            assertThat(expiring.path("points").asLong()).isEqualTo(7);
            assertThat(expiring.path("at").asString()).isEqualTo("2999-01-01T00:00:00Z");
        });
    }

    @Test
    void the_statement_is_newest_first_and_its_pages_join_without_gap() {
        CustomerId customer = someone();
        consuming.interactions(IntStream.rangeClosed(1, 25)
                .mapToObj(i -> order(customer, "aurora", "S" + i + "-" + customer.value(), i))
                .toList());

        List<JsonNode> entries = Club.statement(aurora, Club.member(database, customer), 7);

        assertThat(entries).hasSize(25);
        assertThat(entries.getFirst().path("balanceAfter").asLong()).isEqualTo(325);
        assertThat(entries.getFirst().path("cause").path("id").asString()).isEqualTo("S25-" + customer.value());
        long below = 0;
        for (JsonNode entry : entries.reversed()) {
            below += entry.path("points").asLong();
            assertThat(entry.path("balanceAfter").asLong()).isEqualTo(below);
        }
    }
}
