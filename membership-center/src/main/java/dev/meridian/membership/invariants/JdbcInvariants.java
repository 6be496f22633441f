package dev.meridian.membership.invariants;

import dev.meridian.platform.rows.Columns;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The invariants as queries over a portion of the ledger; each counts the rows that contradict one. */
@Repository
class JdbcInvariants {

    private final JdbcClient jdbc;

    JdbcInvariants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Lets the running transaction take as long as a connection waits for an answer. */
    void allowTime() {
        jdbc.sql("select set_config('statement_timeout', '25s', true)").query(row -> {});
    }

    /** How many of these accounts, or of what belongs to them, contradict the invariant. */
    long violationsOfAccounts(Invariant invariant, List<Long> accounts) {
        return jdbc.sql(query(invariant))
                .param("accounts", Columns.numbers(accounts))
                .query(Long.class)
                .single();
    }

    /** How many postings after the first and up to the second id contradict the invariant. */
    long violationsOfPostings(Invariant invariant, long after, long through) {
        return jdbc.sql(query(invariant))
                .param("after", after)
                .param("through", through)
                .query(Long.class)
                .single();
    }

    /** How many of these transactions contradict the invariant. */
    long violationsOfTransactions(Invariant invariant, List<UUID> transactions) {
        return jdbc.sql(query(invariant))
                .param("transactions", Columns.texts(transactions))
                .query(Long.class)
                .single();
    }

    private static String query(Invariant invariant) {
        return switch (invariant) {
            case BALANCE_EQUALS_POSTINGS -> """
                    select count(*)
                      from account_balance b
                     where b.account_id = any(:accounts::bigint[])
                       and b.posted <> coalesce((select sum(amount) from posting
                                                  where credit_account = b.account_id
                                                    and credit_balance_after is not null), 0)
                                       - coalesce((select sum(amount) from posting
                                                    where debit_account = b.account_id
                                                      and debit_balance_after is not null), 0)
                    """;
            // What is pending is no lot yet: it becomes one when it may be used.
            case BALANCE_EQUALS_OPEN_LOTS -> """
                    select count(*)
                      from ledger_account a
                      left join account_balance b on b.account_id = a.id
                     where a.id = any(:accounts::bigint[])
                       and case when a.kind = 'member' then coalesce(b.posted, 0) else 0 end
                           <> coalesce((select sum(remaining) from lot
                                         where account_id = a.id and remaining > 0), 0)
                    """;
            case LOT_EQUALS_ITS_USES -> """
                    select count(*)
                      from lot l
                     where l.account_id = any(:accounts::bigint[])
                       and l.amount - l.remaining
                           <> coalesce((select sum(amount) from lot_use where lot_id = l.id), 0)
                    """;
            case DEBIT_EQUALS_LOT_USES -> """
                    select count(*)
                      from (select transaction_id, debit_account as account_id, sum(amount) as points
                              from posting
                             where debit_account = any(:accounts::bigint[]) and debit_balance_after is not null
                             group by transaction_id, debit_account) d
                      full join (select u.transaction_id, l.account_id, sum(u.amount) as points
                                   from lot l join lot_use u on u.lot_id = l.id
                                  where l.account_id = any(:accounts::bigint[])
                                  group by u.transaction_id, l.account_id) u
                           using (transaction_id, account_id)
                     where coalesce(d.points, 0) <> coalesce(u.points, 0)
                    """;
            // Nothing in the ledger can hold points yet, so no account may say that some are held.
            case HELD_EQUALS_HOLDS -> """
                    select count(*) from account_balance where account_id = any(:accounts::bigint[]) and held <> 0
                    """;
            case MEMBER_SIDE_EQUALS_ISSUED -> """
                    select count(*)
                      from (select a.currency, sum(b.posted) as points
                              from ledger_account a join account_balance b on b.account_id = a.id
                             where a.id = any(:accounts::bigint[]) group by a.currency) m
                      full join (select currency, sum(change) as points
                                   from (select currency, amount as change from posting
                                          where credit_account = any(:accounts::bigint[])
                                            and credit_balance_after is not null
                                         union all
                                         select currency, -amount from posting
                                          where debit_account = any(:accounts::bigint[])
                                            and debit_balance_after is not null) sides
                                  group by currency) i
                           using (currency)
                     where coalesce(m.points, 0) <> coalesce(i.points, 0)
                    """;
            case BALANCE_AFTER_IS_THE_RUNNING_SUM -> """
                    select count(*)
                      from (select after, sum(change) over (partition by account order by id) as running
                              from (select id, credit_account as account, amount as change,
                                           credit_balance_after as after
                                      from posting
                                     where credit_account = any(:accounts::bigint[])
                                       and credit_balance_after is not null
                                    union all
                                    select id, debit_account, -amount, debit_balance_after
                                      from posting
                                     where debit_account = any(:accounts::bigint[])
                                       and debit_balance_after is not null) sides) e
                     where after <> running
                    """;
            case DAYS_EQUAL_POSTINGS -> """
                    select count(*)
                      from account_balance b
                      left join lateral (select sum(points) as points from account_day
                                          where account_id = b.account_id) d on true
                      left join lateral (select balance_after from account_day
                                          where account_id = b.account_id order by day desc limit 1) l on true
                     where b.account_id = any(:accounts::bigint[])
                       and exists (select 1 from ledger_account a where a.id = b.account_id and a.kind = 'member')
                       and (b.posted <> coalesce(d.points, 0) or b.posted <> coalesce(l.balance_after, 0))
                    """;
            case MERGED_MEMBER_HOLDS_NOTHING -> """
                    select count(*)
                      from ledger_account a
                      join member m on m.member_id = a.member_id
                      join account_balance b on b.account_id = a.id
                     where a.id = any(:accounts::bigint[]) and m.merged_into is not null
                       and (b.posted <> 0 or b.held <> 0)
                    """;
            case POSTING_NAMES_ITS_ACCOUNTS -> """
                    select count(*)
                      from posting p
                      left join ledger_account d on d.id = p.debit_account
                      left join ledger_account c on c.id = p.credit_account
                      left join account_balance db on db.account_id = d.id
                      left join account_balance cb on cb.account_id = c.id
                     where p.id > :after and p.id <= :through
                       and (d.currency is distinct from p.currency or c.currency is distinct from p.currency
                            or (d.member_id is not null) <> (p.debit_balance_after is not null)
                            or (c.member_id is not null) <> (p.credit_balance_after is not null)
                            or (d.member_id is not null) <> (db.account_id is not null)
                            or (c.member_id is not null) <> (cb.account_id is not null))
                    """;
            case TRANSACTION_HAS_POSTINGS -> """
                    select count(*)
                      from unnest(:transactions::uuid[]) as t (id)
                     where not exists (select 1 from posting p where p.transaction_id = t.id)
                        or not exists (select 1 from ledger_transaction l where l.id = t.id)
                    """;
            case EARNING_EQUALS_ITS_DECISION -> """
                    select count(*)
                      from ledger_transaction t
                     cross join lateral (select count(*) as n, sum(amount) as points
                                           from posting where transaction_id = t.id) p
                     cross join lateral (select count(*) as n, sum(amount) as points
                                           from lot where transaction_id = t.id) l
                     cross join lateral (select count(*) as n, sum(points) as points
                                           from earning_decision
                                          where transaction_id = t.id and outcome = 'earned') d
                      left join transaction_origin o on o.transaction_id = t.id
                     where t.id = any(:transactions::uuid[]) and t.kind = 'earn'
                       and (p.n <> 1 or l.n <> 1 or d.n <> 1
                            or p.points <> l.points or p.points <> d.points or o.transaction_id is null
                            or o.points <> p.points)
                    """;
        };
    }
}
