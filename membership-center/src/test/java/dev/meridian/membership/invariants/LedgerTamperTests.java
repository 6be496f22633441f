package dev.meridian.membership.invariants;

import static dev.meridian.membership.Consuming.merged;
import static dev.meridian.membership.Consuming.order;
import static dev.meridian.membership.Consuming.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class LedgerTamperTests {

    private static final String PERMISSION_DENIED = "42501";

    private final Consuming consuming;
    private final ApiClient operator;
    private final TestDatabase database;

    LedgerTamperTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.operator = api.as(TestTokens.group("platform:admin"));
        this.database = database;
    }

    @BeforeEach
    void there_is_a_history() {
        CustomerId survivor = someone();
        CustomerId absorbed = someone();
        consuming.interactions(
                order(survivor, "aurora", "o-" + UUID.randomUUID(), 100),
                order(absorbed, "boreal", "o-" + UUID.randomUUID(), 30));
        consuming.facts(merged(survivor, absorbed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update posting set amount = amount + 1",
                "delete from posting",
                "update ledger_transaction set kind = 'earn'",
                "delete from ledger_transaction",
                "update ledger_account set kind = 'member'",
                "delete from ledger_account",
                "delete from account_balance",
                "update lot set amount = amount + 1",
                "delete from lot",
                "delete from account_day",
                "update lot_use set amount = amount + 1",
                "delete from lot_use",
                "update transaction_origin set brand = 'aurora'",
                "delete from transaction_origin",
                "update earning_decision set points = 1",
                "delete from earning_decision",
                "update earning_rule set points_per_unit = 100",
                "delete from earning_rule",
                "truncate posting",
                "alter table posting disable row level security"
            })
    void the_application_has_no_right_to_change_what_was_written(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        database.database().url(),
                        database.database().user(),
                        database.database().password());
                Statement sql = connection.createStatement()) {
            assertThatThrownBy(() -> sql.executeUpdate(statement))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(PERMISSION_DENIED));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "balance_equals_postings | account_balance | account_id | posted | posted + 1 | posted > 0",
                "balance_equals_open_lots | lot | id | remaining | remaining - 1 | remaining > 1",
                "lot_equals_its_uses | lot_use | lot_id | amount | amount + 1 | true",
                "debit_equals_lot_uses | lot_use | lot_id | amount | amount + 1 | true",
                "held_equals_holds | account_balance | account_id | held | 1 | posted > 0",
                "posting_names_its_accounts | posting | id | debit_account | -debit_account | true",
                "member_side_equals_issued | posting | id | amount | amount + 1 | debit_balance_after is null",
                "balance_after_is_the_running_sum | posting | id | credit_balance_after | 0 | true",
                "earning_equals_its_decision | earning_decision | interaction_id | points | points + 1 | points > 0",
                "days_equal_postings | account_day | account_id | points | points + 1 | points > 0",
                "merged_member_holds_nothing | account_balance | account_id | posted | 1 | posted = 0"
            })
    void what_a_superuser_changes_behind_the_ledgers_back_is_found(
            String invariant, String table, String key, String column, String value, String where) {
        assertThat(violations().path("violations").asLong()).isZero();
        run("create table kept as select %s as key, %s as was from %s where %s".formatted(key, column, table, where));

        run("update %s set %s = %s where %s".formatted(table, column, value, where));
        try {
            assertThat(violationsOf(invariant)).isPositive();
        } finally {
            run("update %s set %s = kept.was from kept where %s = kept.key".formatted(table, column, key));
            run("drop table kept");
        }

        assertThat(violations().path("violations").asLong()).isZero();
    }

    @Test
    void a_posting_that_vanishes_is_found() {
        var posting =
                database.rows("select * from posting order by id desc limit 1").getFirst();
        assertThat(database.update("delete from posting where id = ?", posting.get("id")))
                .isEqualTo(1);
        try {
            assertThat(violationsOf("transaction_has_postings")).isEqualTo(1);
            assertThat(violationsOf("balance_equals_postings")).isEqualTo(2);
        } finally {
            assertThat(database.update(
                            "insert into posting (id, transaction_id, currency, debit_account, credit_account, amount,"
                                    + " debit_balance_after, credit_balance_after) overriding system value"
                                    + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                            posting.get("id"),
                            posting.get("transaction_id"),
                            posting.get("currency"),
                            posting.get("debit_account"),
                            posting.get("credit_account"),
                            posting.get("amount"),
                            posting.get("debit_balance_after"),
                            posting.get("credit_balance_after")))
                    .isEqualTo(1);
        }
        assertThat(violations().path("violations").asLong()).isZero();
    }

    private void run(String statement) {
        assertThat(database.update(statement)).isNotNegative();
    }

    private JsonNode violations() {
        return Club.prove(operator);
    }

    private long violationsOf(String invariant) {
        return violations().path("invariants").values().stream()
                .filter(node -> node.path("name").asString().equals(invariant))
                .findFirst()
                .orElseThrow()
                .path("violations")
                .asLong();
    }
}
