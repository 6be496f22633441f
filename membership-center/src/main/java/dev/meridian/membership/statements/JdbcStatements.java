package dev.meridian.membership.statements;

import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.ledger.Cause;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A statement as the group sees it: every entry with its brand and cause. */
@Repository
class JdbcStatements {

    private final JdbcClient jdbc;

    JdbcStatements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Both sides are read newest first from their index, so a page costs the same however long the history is.
     */
    List<StatementLine> entries(MemberId member, long before, int limit) {
        return jdbc.sql("""
                with own as (select id from ledger_account where kind = 'member' and member_id = :member),
                entry as (
                    (select p.id, p.transaction_id, p.currency, p.amount as points, p.credit_balance_after as after
                       from posting p
                      where p.credit_account in (select id from own) and p.credit_balance_after is not null
                        and p.id < :before
                      order by p.id desc limit :limit)
                    union all
                    (select p.id, p.transaction_id, p.currency, -p.amount, p.debit_balance_after
                       from posting p
                      where p.debit_account in (select id from own) and p.debit_balance_after is not null
                        and p.id < :before
                      order by p.id desc limit :limit))
                select e.*, t.kind, t.cause_type, coalesce(o.cause_id, t.cause_id) as cause_id, t.occurred_at,
                       t.posted_at, o.brand
                  from entry e
                  join ledger_transaction t on t.id = e.transaction_id
                  left join transaction_origin o on o.transaction_id = t.id
                 order by e.id desc limit :limit
                """)
                .param("member", member.value())
                .param("before", before)
                .param("limit", limit)
                .query(JdbcStatements::entry)
                .list();
    }

    private static StatementLine entry(ResultSet row, int number) throws SQLException {
        return new StatementLine.Entry(
                List.of(row.getString("id")),
                row.getObject("transaction_id", UUID.class),
                row.getString("kind"),
                row.getString("currency"),
                row.getLong("points"),
                row.getLong("after"),
                instant(row, "occurred_at"),
                instant(row, "posted_at"),
                row.getString("brand"),
                Cause.Type.of(row.getString("cause_type")),
                row.getString("cause_id"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Timestamps.instant(row, column);
    }
}
