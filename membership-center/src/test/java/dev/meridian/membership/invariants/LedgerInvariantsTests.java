package dev.meridian.membership.invariants;

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
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

@CenterTest
class LedgerInvariantsTests {

    private final Consuming consuming;
    private final ApiClient operator;
    private final TestDatabase database;

    LedgerInvariantsTests(
            PlatformTransactionManager transactions,
            Enrolment enrolment,
            PointsEarning earning,
            ApiClient api,
            TestDatabase database) {
        this.consuming = new Consuming(transactions, enrolment, earning);
        this.operator = api.as(TestTokens.group("platform:admin"));
        this.database = database;
    }

    @Test
    void a_full_proof_says_how_much_it_looked_at() {
        earn(someone());
        long accounts = database.number("select count(*) from ledger_account");

        JsonNode report = Club.prove(operator);

        assertThat(report.path("violations").asLong(-1)).isZero();
        assertThat(report.path("invariants")).hasSize(Invariant.values().length);
        JsonNode run = report.path("lastRun");
        assertThat(run.path("mode").asString()).isEqualTo("full");
        assertThat(run.path("phase").asString()).isEqualTo("done");
        assertThat(run.path("accounts").asLong()).isGreaterThanOrEqualTo(accounts);
        assertThat(run.path("skipped").asLong(-1)).isZero();
        assertThat(report.path("checkedAt")).isEqualTo(run.path("finishedAt"));
    }

    @Test
    void an_incremental_proof_looks_at_what_was_posted_since_and_finds_what_is_wrong_there() {
        assertThat(Club.prove(operator).path("violations").asLong(-1)).isZero();
        assertThat(database.update("update invariant_run set started_at = started_at - interval '1 hour'"))
                .isPositive();
        CustomerId customer = someone();
        earn(customer);
        UUID member = Club.member(database, customer);
        change(member, 1);

        JsonNode broken = Club.prove(operator, "incremental");
        change(member, -1);
        JsonNode mended = Club.prove(operator, "incremental");

        assertThat(broken.path("lastRun").path("mode").asString()).isEqualTo("incremental");
        assertThat(broken.path("lastRun").path("postings").asLong())
                .isLessThan(database.number("select count(*) from posting"));
        assertThat(broken.path("violations").asLong()).isPositive();
        assertThat(mended.path("violations").asLong(-1)).isZero();
    }

    @Test
    void what_one_proof_had_no_time_for_the_next_looks_at_without_being_a_full_one() {
        CustomerId customer = someone();
        earn(customer);
        UUID member = Club.member(database, customer);
        assertThat(Club.prove(operator).path("violations").asLong(-1)).isZero();
        int skipped =
                database.update("update invariant_run set started_at = started_at - interval '1 hour', skipped = 1")
                        + database.update("""
                    insert into invariant_postponed (subject, number, id, run_id)
                    select 'accounts', id, '00000000-0000-0000-0000-000000000000', gen_random_uuid()
                      from ledger_account where member_id = ?
                    """, member);
        assertThat(skipped).isGreaterThan(1);
        change(member, 1);

        JsonNode broken = Club.prove(operator, "incremental");
        change(member, -1);

        assertThat(broken.path("lastRun").path("mode").asString()).isEqualTo("incremental");
        assertThat(broken.path("lastRun").path("skipped").asLong(-1)).isZero();
        assertThat(broken.path("violations").asLong()).isPositive();
        assertThat(database.number("select count(*) from invariant_postponed")).isZero();
        assertThat(Club.prove(operator).path("violations").asLong(-1)).isZero();
    }

    @Test
    void a_proof_that_was_left_in_the_middle_goes_on_where_it_stood() {
        earn(someone());
        JsonNode done = Club.prove(operator).path("lastRun");
        long last = database.number("select last_account from invariant_run where id = ?::uuid", id(done));

        assertThat(database.update(
                        "update invariant_run set finished_at = null, phase = 'accounts', after_number = ?, after_id = null,"
                                + " accounts = 1000 where id = ?::uuid",
                        last,
                        id(done)))
                .isEqualTo(1);

        JsonNode again = Club.prove(operator);
        assertThat(database.number("select accounts from invariant_run where id = ?::uuid", id(done)))
                .as("no account was checked again")
                .isEqualTo(1000);
        assertThat(id(again.path("lastRun"))).isNotEqualTo(id(done));
    }

    @Test
    void an_unknown_mode_is_refused() {
        operator.unchecked()
                .post("/api/ledger/invariants")
                .body(Map.of("mode", "quick"))
                .send()
                .expectProblem(422, "invalid_request");
    }

    private static String id(JsonNode run) {
        return run.path("runId").asString();
    }

    private void earn(CustomerId customer) {
        consuming.interactions(order(customer, "aurora", "I-" + customer.value(), 12));
    }

    private void change(UUID member, int by) {
        assertThat(database.update(
                        "update account_balance set posted = posted + ? where account_id in"
                                + " (select id from ledger_account where member_id = ?)",
                        by,
                        member))
                .isEqualTo(1);
    }
}
