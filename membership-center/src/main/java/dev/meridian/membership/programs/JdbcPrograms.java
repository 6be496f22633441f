package dev.meridian.membership.programs;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
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
        return jdbc.sql("select key, name, currency, enrolment from program order by key")
                .query((row, number) -> {
                    ProgramKey key = new ProgramKey(row.getString("key"));
                    return new Program(
                            key,
                            row.getString("name"),
                            row.getString("currency"),
                            Program.Enrolling.valueOf(row.getString("enrolment").toUpperCase(Locale.ROOT)),
                            rules.stream()
                                    .filter(rule -> rule.program().equals(key))
                                    .toList());
                })
                .list();
    }

    List<EarningRule> rulesInForce() {
        return jdbc.sql(RULES_IN_FORCE).query(JdbcPrograms::rule).list();
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
                .param("inForceSince", rule.inForceSince().atOffset(ZoneOffset.UTC))
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
                row.getObject("in_force_since", OffsetDateTime.class).toInstant());
    }
}
