package dev.meridian.membership.programs;

import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Programmes and rules in PostgreSQL. */
@Repository
class JdbcPrograms {

    private static final String RULES_IN_FORCE = """
            select distinct on (r.program, r.key) r.*, p.currency
              from earning_rule r
              join program p on p.key = r.program
             order by r.program, r.key, r.version desc
            """;

    private final JdbcClient jdbc;

    JdbcPrograms(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Program> all() {
        List<EarningRule> rules = rulesInForce();
        return jdbc.sql("select key, name, currency, enrolment, earns_since, zone from program order by key")
                .query((row, number) -> {
                    ProgramKey key = new ProgramKey(row.getString("key"));
                    return new Program(
                            key,
                            row.getString("name"),
                            row.getString("currency"),
                            Program.Enrolling.valueOf(row.getString("enrolment").toUpperCase(Locale.ROOT)),
                            Timestamps.instant(row, "earns_since"),
                            ZoneId.of(row.getString("zone")),
                            rules.stream()
                                    .filter(rule -> rule.program().equals(key))
                                    .toList());
                })
                .list();
    }

    List<EarningRule> rulesInForce() {
        return jdbc.sql(RULES_IN_FORCE).query(JdbcPrograms::rule).list();
    }

    /** Every version of every rule there ever was; people write them, so they are few. */
    List<EarningRule> everyVersion() {
        return jdbc.sql("select r.*, p.currency from earning_rule r join program p on p.key = r.program")
                .query(JdbcPrograms::rule)
                .list();
    }

    /** Adds a programme; false where there is one of that key already. */
    boolean add(Program program, Instant now) {
        return jdbc.sql("""
                insert into program (key, name, currency, enrolment, earns_since, zone, created_at)
                values (:key, :name, :currency, :enrolment, :earnsSince, :zone, :now)
                on conflict (key) do nothing
                """)
                        .param("key", program.key().value())
                        .param("name", program.name())
                        .param("currency", program.currency())
                        .param("enrolment", program.enrolment().name().toLowerCase(Locale.ROOT))
                        .param("earnsSince", Timestamps.utc(program.earnsSince()))
                        .param("zone", program.zone().getId())
                        .param("now", Timestamps.utc(now))
                        .update()
                == 1;
    }

    /** Changes what may change of a programme; false where it has another currency. */
    boolean change(ProgramKey key, Program.Terms terms) {
        Program.Enrolling enrolment = terms.enrolment();
        Instant earnsSince = terms.earnsSince();
        ZoneId zone = terms.zone();
        return jdbc.sql("""
                update program
                   set name = :name, enrolment = coalesce(:enrolment, enrolment),
                       earns_since = coalesce(:earnsSince, earns_since), zone = coalesce(:zone, zone)
                 where key = :key and currency = :currency
                """)
                        .param("key", key.value())
                        .param("currency", terms.currency())
                        .param("name", terms.name())
                        .param(
                                "enrolment",
                                enrolment == null ? null : enrolment.name().toLowerCase(Locale.ROOT),
                                Types.VARCHAR)
                        .param(
                                "earnsSince",
                                earnsSince == null ? null : Timestamps.utc(earnsSince),
                                Types.TIMESTAMP_WITH_TIMEZONE)
                        .param("zone", zone == null ? null : zone.getId(), Types.VARCHAR)
                        .update()
                == 1;
    }

    /** Sets since when a programme earns, unless somebody has; false where it is as it was. */
    boolean letEarnSince(ProgramKey key, Instant since) {
        return jdbc.sql("""
                update program set earns_since = :since
                 where key = :key and earns_since = created_at and earns_since <> :since
                """)
                        .param("key", key.value())
                        .param("since", Timestamps.utc(since))
                        .update()
                == 1;
    }

    /** Makes writers of one programme wait for each other until the transaction ends; members may join meanwhile. */
    void lock(ProgramKey key) {
        jdbc.sql("select 1 from program where key = :key for no key update")
                .param("key", key.value())
                .query(row -> {});
    }

    /** Makes writers of one rule wait for each other until the transaction ends. */
    void lockRule(ProgramKey program, RuleKey key) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('earning_rule ' || :program || ' ' || :key, 0))")
                .param("program", program.value())
                .param("key", key.value())
                .query(row -> {});
    }

    void add(EarningRule rule) {
        EarningTerms terms = rule.terms();
        Period validity = terms.validity();
        jdbc.sql("""
                insert into earning_rule (program, key, version, event_type, amount_property, points_per_unit, rounding,
                                          minimum_amount, maximum_points, validity, in_force_since)
                values (:program, :key, :version, :eventType, :amountProperty, :pointsPerUnit, 'floor',
                        :minimumAmount, :maximumPoints, :validity, :inForceSince)
                """)
                .param("program", rule.program().value())
                .param("key", rule.key().value())
                .param("version", rule.version())
                .param("eventType", terms.eventType())
                .param("amountProperty", terms.amountProperty())
                .param("pointsPerUnit", terms.pointsPerUnit())
                .param("minimumAmount", terms.minimumAmount(), Types.NUMERIC)
                .param("maximumPoints", terms.maximumPoints(), Types.BIGINT)
                .param("validity", validity == null ? null : validity.toString(), Types.VARCHAR)
                .param("inForceSince", Timestamps.utc(rule.inForceSince()))
                .update();
    }

    private static EarningRule rule(ResultSet row, int number) throws SQLException {
        String validity = row.getString("validity");
        return new EarningRule(
                new ProgramKey(row.getString("program")),
                row.getString("currency"),
                new RuleKey(row.getString("key")),
                row.getInt("version"),
                new EarningTerms(
                        row.getString("event_type"),
                        row.getString("amount_property"),
                        row.getBigDecimal("points_per_unit"),
                        row.getBigDecimal("minimum_amount"),
                        row.getObject("maximum_points", Long.class),
                        validity == null ? null : Period.parse(validity)),
                Timestamps.instant(row, "in_force_since"));
    }
}
