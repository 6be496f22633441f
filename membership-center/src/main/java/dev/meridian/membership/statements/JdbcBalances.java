package dev.meridian.membership.statements;

import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Balances. They are sums over the lots of all brands, so the scope must be the group's. */
@Repository
class JdbcBalances {

    private static final int MOST_EXPIRIES = 100;

    private final JdbcClient jdbc;

    JdbcBalances(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What has expired is not available, whether or not it was written off already. */
    List<Balance> of(MemberId member, Instant now) {
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
                .param("now", Timestamps.utc(now))
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
                .param("now", Timestamps.utc(now))
                .param("most", MOST_EXPIRIES)
                .query(row -> {
                    byCurrency
                            .computeIfAbsent(row.getString("currency"), unused -> new ArrayList<>())
                            .add(new Balance.Expiring(row.getLong("points"), Timestamps.instant(row, "expires_at")));
                });
        return byCurrency;
    }
}
