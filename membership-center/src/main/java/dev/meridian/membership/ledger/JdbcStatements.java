package dev.meridian.membership.ledger;

import dev.meridian.membership.enrolment.MemberId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Balances and statements. */
@Repository
class JdbcStatements {

    private static final int MOST_EXPIRIES = 100;

    private final JdbcClient jdbc;

    JdbcStatements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What has expired is not available, whether or not it was written off already. */
    List<Balance> balances(MemberId member, Instant now) {
        Map<String, List<Balance.Expiring>> expiring = expiring(member, now);
        return jdbc.sql("""
                select a.currency, b.posted, b.held,
                       coalesce((select sum(p.posted)
                                   from ledger_account w join account_balance p on p.account_id = w.id
                                  where w.kind = 'pending' and w.member_id = a.member_id and w.currency = a.currency),
                                0) as pending,
                       coalesce((select sum(l.remaining) from lot l
                                  where l.account_id = a.id and l.remaining > 0 and l.expires_at <= :now),
                                0) as expired
                  from ledger_account a
                  join account_balance b on b.account_id = a.id
                 where a.kind = 'member' and a.member_id = :member
                 order by a.currency
                """)
                .param("member", member.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, number) -> new Balance(
                        row.getString("currency"),
                        row.getLong("posted") - row.getLong("held") - row.getLong("expired"),
                        row.getLong("held"),
                        row.getLong("pending"),
                        expiring.getOrDefault(row.getString("currency"), List.of())))
                .list();
    }

    private Map<String, List<Balance.Expiring>> expiring(MemberId member, Instant now) {
        Map<String, List<Balance.Expiring>> byCurrency = new HashMap<>();
        jdbc.sql("""
                select currency, points, expires_at
                  from (select a.currency, sum(l.remaining) as points, l.expires_at,
                               row_number() over (partition by a.currency order by l.expires_at) as place
                          from ledger_account a
                          join lot l on l.account_id = a.id
                         where a.kind = 'member' and a.member_id = :member
                           and l.remaining > 0 and l.expires_at > :now
                         group by a.currency, l.expires_at) ends
                 where place <= :most
                 order by expires_at
                """)
                .param("member", member.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("most", MOST_EXPIRIES)
                .query(row -> {
                    byCurrency
                            .computeIfAbsent(row.getString("currency"), unused -> new ArrayList<>())
                            .add(new Balance.Expiring(row.getLong("points"), instant(row, "expires_at")));
                });
        return byCurrency;
    }

    /**
     * Both sides are read newest first from their index, so a page costs the same however long the history is. Row
     * security of transaction_origin withholds what is another brand's affair.
     */
    List<StatementEntry> entries(MemberId member, long before, int limit) {
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

    private static StatementEntry entry(ResultSet row, int number) throws SQLException {
        return new StatementEntry(
                row.getLong("id"),
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
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
