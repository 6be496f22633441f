package dev.meridian.membership.invariants;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The invariants as queries; each counts the rows that contradict one. */
@Repository
class JdbcInvariants {

    private final JdbcClient jdbc;

    JdbcInvariants(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void allowTime() {
        jdbc.sql("select set_config('statement_timeout', '10min', true)").query(row -> {});
    }

    long violations(Invariant invariant) {
        return jdbc.sql(query(invariant)).query(Long.class).single();
    }

    private static String query(Invariant invariant) {
        return switch (invariant) {
            case BALANCE_EQUALS_POSTINGS -> """
                    select count(*)
                      from account_balance b
                      left join (select account, sum(change) as change
                                   from (select credit_account as account, amount as change from posting
                                         union all
                                         select debit_account, -amount from posting) sides
                                  group by account) p on p.account = b.account_id
                     where b.posted <> coalesce(p.change, 0)
                    """;
            case BALANCE_EQUALS_OPEN_LOTS -> """
                    select count(*)
                      from account_balance b
                      full join (select account_id, sum(remaining) as remaining from lot group by account_id) l
                           using (account_id)
                     where coalesce(b.posted, 0) <> coalesce(l.remaining, 0)
                    """;
            case LOT_EQUALS_ITS_USES -> """
                    select count(*)
                      from lot l
                      left join (select lot_id, sum(amount) as used from lot_use group by lot_id) u on u.lot_id = l.id
                     where l.amount - l.remaining <> coalesce(u.used, 0)
                    """;
            case DEBIT_EQUALS_LOT_USES -> """
                    select count(*)
                      from (select transaction_id, debit_account as account_id, sum(amount) as points
                              from posting where debit_balance_after is not null
                             group by transaction_id, debit_account) d
                      full join (select u.transaction_id, l.account_id, sum(u.amount) as points
                                   from lot_use u join lot l on l.id = u.lot_id
                                  group by u.transaction_id, l.account_id) u
                           using (transaction_id, account_id)
                     where coalesce(d.points, 0) <> coalesce(u.points, 0)
                    """;
            // Nothing in the ledger can hold points yet, so no account may say that some are held.
            case HELD_EQUALS_HOLDS -> "select count(*) from account_balance where held <> 0";
            case POSTING_NAMES_ITS_ACCOUNTS -> """
                    select count(*)
                      from posting p
                      left join ledger_account d on d.id = p.debit_account
                      left join ledger_account c on c.id = p.credit_account
                      left join account_balance db on db.account_id = d.id
                      left join account_balance cb on cb.account_id = c.id
                     where d.currency is distinct from p.currency or c.currency is distinct from p.currency
                        or (d.member_id is not null) <> (p.debit_balance_after is not null)
                        or (c.member_id is not null) <> (p.credit_balance_after is not null)
                        or (d.member_id is not null) <> (db.account_id is not null)
                        or (c.member_id is not null) <> (cb.account_id is not null)
                    """;
            case TRANSACTION_HAS_POSTINGS -> """
                    select count(*)
                      from ledger_transaction t
                      full join (select distinct transaction_id from posting) p on p.transaction_id = t.id
                     where t.id is null or p.transaction_id is null
                    """;
            case MEMBER_SIDE_EQUALS_ISSUED -> """
                    select count(*)
                      from (select a.currency, sum(b.posted) as points
                              from account_balance b join ledger_account a on a.id = b.account_id
                             group by a.currency) m
                      full join (select p.currency,
                                        sum(case when d.member_id is null then p.amount else 0 end)
                                        - sum(case when c.member_id is null then p.amount else 0 end) as points
                                   from posting p
                                   join ledger_account d on d.id = p.debit_account
                                   join ledger_account c on c.id = p.credit_account
                                  group by p.currency) i
                           using (currency)
                     where coalesce(m.points, 0) <> coalesce(i.points, 0)
                    """;
            case BALANCE_AFTER_IS_THE_RUNNING_SUM -> """
                    select count(*)
                      from (select after, sum(change) over (partition by account order by id) as running
                              from (select id, credit_account as account, amount as change,
                                           credit_balance_after as after
                                      from posting where credit_balance_after is not null
                                    union all
                                    select id, debit_account, -amount, debit_balance_after
                                      from posting where debit_balance_after is not null) sides) e
                     where after <> running
                    """;
            case EARNING_EQUALS_ITS_DECISION -> """
                    select count(*)
                      from ledger_transaction t
                      left join (select transaction_id, count(*) as n, sum(amount) as points
                                   from posting group by transaction_id) p on p.transaction_id = t.id
                      left join (select transaction_id, count(*) as n, sum(amount) as points
                                   from lot group by transaction_id) l on l.transaction_id = t.id
                      left join (select transaction_id, count(*) as n, sum(points) as points
                                   from earning_decision where outcome = 'earned'
                                  group by transaction_id) d on d.transaction_id = t.id
                      left join transaction_origin o on o.transaction_id = t.id
                     where t.kind = 'earn'
                       and (p.n is distinct from 1 or l.n is distinct from 1 or d.n is distinct from 1
                            or p.points <> l.points or p.points <> d.points or o.transaction_id is null)
                    """;
            case MERGED_MEMBER_HOLDS_NOTHING -> """
                    select count(*)
                      from member m
                      join ledger_account a on a.member_id = m.member_id
                      join account_balance b on b.account_id = a.id
                     where m.merged_into is not null and (b.posted <> 0 or b.held <> 0)
                    """;
        };
    }
}
