package dev.meridian.membership.invariants;

import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Runs and their findings in PostgreSQL, and the portions they take. */
@Repository
class JdbcInvariantRuns {

    private static final int FIRST_PORTION = 500;
    private static final int MOST_POSTPONED = 1_000;

    private final JdbcClient jdbc;

    JdbcInvariantRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds a run unless one is unfinished; says whether it did. */
    boolean add(UUID id, InvariantRun.Mode mode, long fromPosting, Instant now) {
        return jdbc.sql("""
                insert into invariant_run (id, mode, phase, after_number, from_posting, last_account, last_posting,
                                           portion, started_at, keeps_skipped)
                select :id, :mode, :phase, :after, :from, coalesce((select max(id) from ledger_account), 0),
                       coalesce((select max(id) from posting), 0), :portion, :now, true
                on conflict do nothing
                """)
                        .param("id", id)
                        .param("mode", mode.code())
                        .param(
                                "phase",
                                (mode == InvariantRun.Mode.FULL
                                                ? InvariantRun.Phase.ACCOUNTS
                                                : InvariantRun.Phase.POSTINGS)
                                        .code())
                        .param("after", mode == InvariantRun.Mode.FULL ? 0 : fromPosting)
                        .param("from", fromPosting)
                        .param("portion", FIRST_PORTION)
                        .param("now", Timestamps.utc(now))
                        .update()
                == 1;
    }

    /** The unfinished run, locked; empty where there is none, or another replica is at it. */
    Optional<InvariantRun> claim() {
        return jdbc.sql("select * from invariant_run where finished_at is null for update skip locked")
                .query(JdbcInvariantRuns::run)
                .optional();
    }

    Optional<InvariantRun> unfinished() {
        return jdbc.sql("select * from invariant_run where finished_at is null")
                .query(JdbcInvariantRuns::run)
                .optional();
    }

    Optional<InvariantRun> lastFinished() {
        return jdbc.sql("select * from invariant_run where finished_at is not null order by finished_at desc limit 1")
                .query(JdbcInvariantRuns::run)
                .optional();
    }

    /**
     * The last posting of the last run that had finished and was begun before an instant; 0 where there is none, and where
     * so much was skipped that everything is to be looked at again.
     */
    long provedBefore(Instant instant) {
        return jdbc.sql("""
                select last_posting from invariant_run
                 where finished_at is not null and started_at < :instant and (skipped = 0 or keeps_skipped)
                   and (select count(*) from (select from invariant_postponed limit :most) few) < :most
                   -- What was found stays under proof until somebody has put it right.
                   and not exists (select from invariant_finding f where f.run_id = invariant_run.id and f.violations > 0)
                 order by finished_at desc limit 1
                """)
                .param("instant", Timestamps.utc(instant))
                .param("most", MOST_POSTPONED)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    void save(InvariantRun run, Instant now) {
        boolean done = run.phase() == InvariantRun.Phase.DONE;
        jdbc.sql("""
                update invariant_run
                   set phase = :phase, after_number = :number, after_id = :transaction, portion = :portion,
                       accounts = :accounts, postings = :postings, transactions = :transactions, skipped = :skipped,
                       finished_at = :finishedAt
                 where id = :id
                """)
                .param("id", run.id())
                .param("phase", run.phase().code())
                .param("number", run.afterNumber())
                .param("transaction", run.afterId(), Types.OTHER)
                .param("portion", run.portion())
                .param("accounts", run.accounts())
                .param("postings", run.postings())
                .param("transactions", run.transactions())
                .param("skipped", run.skipped())
                .param("finishedAt", done ? Timestamps.utc(now) : null, Types.TIMESTAMP_WITH_TIMEZONE)
                .update();
    }

    void addFinding(InvariantRun run, Invariant invariant, long violations) {
        if (violations > 0) {
            jdbc.sql("""
                    insert into invariant_finding (run_id, invariant, violations)
                    values (:run, :invariant, :violations)
                    on conflict (run_id, invariant)
                    do update set violations = invariant_finding.violations + excluded.violations
                    """)
                    .param("run", run.id())
                    .param("invariant", invariant.code())
                    .param("violations", violations)
                    .update();
        }
    }

    /** Keeps what the run could not check for the next one. */
    void postpone(InvariantRun run, Postponed what) {
        int kept = jdbc.sql("""
                insert into invariant_postponed (subject, number, id, run_id) values (:subject, :number, :id, :run)
                on conflict (subject, number, id) do update set run_id = excluded.run_id
                """)
                .param("subject", subject(what))
                .param("number", what.number())
                .param("id", what.id())
                .param("run", run.id())
                .update();
        if (kept != 1) {
            throw new IllegalStateException("What was skipped is not kept");
        }
    }

    /** Something that an earlier run has left to this one. */
    Optional<Postponed> postponedBefore(InvariantRun run) {
        return jdbc.sql("""
                select subject, number, id from invariant_postponed where run_id <> :run
                 order by subject, number, id limit 1
                """)
                .param("run", run.id())
                .query((row, number) -> new Postponed(
                        Invariant.Subject.valueOf(row.getString("subject").toUpperCase(Locale.ROOT)),
                        row.getLong("number"),
                        row.getObject("id", UUID.class)))
                .optional();
    }

    void checked(Postponed what) {
        jdbc.sql("delete from invariant_postponed where subject = :subject and number = :number and id = :id")
                .param("subject", subject(what))
                .param("number", what.number())
                .param("id", what.id())
                .update();
    }

    /** A full run comes by everything again. */
    void forgetPostponed() {
        jdbc.sql("delete from invariant_postponed").update();
    }

    private static String subject(Postponed what) {
        return what.subject().name().toLowerCase(Locale.ROOT);
    }

    Map<String, Long> findings(InvariantRun run) {
        Map<String, Long> found = new TreeMap<>();
        jdbc.sql("select invariant, violations from invariant_finding where run_id = :run")
                .param("run", run.id())
                .query(row -> {
                    found.put(row.getString(1), row.getLong(2));
                });
        return found;
    }

    /** Forgets runs that had finished before an instant. */
    void forgetBefore(Instant instant) {
        jdbc.sql("delete from invariant_run where finished_at < :instant")
                .param("instant", Timestamps.utc(instant))
                .update();
    }

    List<Long> accountsAfter(long after, long last, int most) {
        return jdbc.sql("select id from ledger_account where id > :after and id <= :last order by id limit :most")
                .param("after", after)
                .param("last", last)
                .param("most", most)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    /** The last posting of a portion; empty where there is none left. */
    Optional<Long> endOfPostings(long after, long last, int most) {
        return Optional.ofNullable(jdbc.sql("""
                        select max(id) from (select id from posting where id > :after and id <= :last
                                              order by id limit :most) portion
                        """)
                .param("after", after)
                .param("last", last)
                .param("most", most)
                .query((row, number) -> row.getObject(1, Long.class))
                .list()
                .getFirst());
    }

    List<Long> accountsOfPostings(long after, long through) {
        return jdbc.sql("""
                select distinct account
                  from (select credit_account as account from posting
                         where id > :after and id <= :through and credit_balance_after is not null
                        union all
                        select debit_account from posting
                         where id > :after and id <= :through and debit_balance_after is not null) touched
                """)
                .param("after", after)
                .param("through", through)
                .query((row, number) -> row.getLong(1))
                .list();
    }

    List<UUID> transactionsOfPostings(long after, long through) {
        return jdbc.sql("select distinct transaction_id from posting where id > :after and id <= :through")
                .param("after", after)
                .param("through", through)
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
    }

    List<UUID> transactionsAfter(UUID after, int most) {
        return jdbc.sql("select id from ledger_transaction where id > :after order by id limit :most")
                .param("after", after)
                .param("most", most)
                .query((row, number) -> row.getObject(1, UUID.class))
                .list();
    }

    private static InvariantRun run(ResultSet row, int number) throws SQLException {
        return new InvariantRun(
                row.getObject("id", UUID.class),
                InvariantRun.Mode.valueOf(row.getString("mode").toUpperCase(Locale.ROOT)),
                InvariantRun.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                row.getLong("after_number"),
                row.getObject("after_id", UUID.class),
                row.getLong("from_posting"),
                row.getLong("last_account"),
                row.getLong("last_posting"),
                row.getInt("portion"),
                row.getLong("accounts"),
                row.getLong("postings"),
                row.getLong("transactions"),
                row.getLong("skipped"),
                Timestamps.instant(row, "started_at"),
                Timestamps.instantOrNull(row, "finished_at"));
    }
}
