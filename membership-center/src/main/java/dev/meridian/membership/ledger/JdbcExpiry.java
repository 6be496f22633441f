package dev.meridian.membership.ledger;

import dev.meridian.membership.programs.ProgramKey;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Posts away what has ended, lot by lot, so that each brand sees in its statement what it issued and what ended. */
@Repository
class JdbcExpiry {

    private final JdbcClient jdbc;
    private final JdbcAccounts accounts;
    private final JdbcAccountDays days;
    private final TimeOrderedIds ids;

    JdbcExpiry(JdbcClient jdbc, JdbcAccounts accounts, JdbcAccountDays days, TimeOrderedIds ids) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.days = days;
        this.ids = ids;
    }

    /**
     * Posts away ended lots of accounts that nobody else has locked; what others have locked they or the next call will
     * see to. Accounts with held points wait until the hold is settled.
     *
     * @param most about how many lots
     * @return how many lots were ended
     */
    int sweep(Instant now, int most) {
        Map<Long, JdbcAccounts.AccountBalance> locked = lockSome(now, most);
        if (locked.isEmpty()) {
            return 0;
        }
        List<Ended> lots = endedLots(Columns.numbers(locked.keySet()), now, most);
        if (lots.isEmpty()) {
            return 0;
        }
        Map<JdbcAccounts.OfBrand, Long> breakage =
                accounts.ofBrands(lots.stream().map(Ended::breakage).collect(Collectors.toSet()), now);
        Map<Long, Long> balance = new HashMap<>();
        locked.forEach((account, standing) -> balance.put(account, standing.posted()));
        Map<Long, JdbcAccounts.AccountBalance> changes = new TreeMap<>();
        Map<Long, JdbcAccountDays.Change> dayChanges = new TreeMap<>();
        List<Line> lines = new ArrayList<>();
        for (Ended lot : lots) {
            long after = balance.merge(lot.account(), -lot.points(), Math::addExact);
            changes.merge(
                    lot.account(),
                    new JdbcAccounts.AccountBalance(-lot.points(), 0),
                    (a, b) -> new JdbcAccounts.AccountBalance(a.posted() + b.posted(), 0));
            dayChanges.merge(
                    lot.account(),
                    new JdbcAccountDays.Change(lot.account(), lot.day(now), -lot.points(), after),
                    (a, b) -> new JdbcAccountDays.Change(
                            a.account(), b.day(), a.points() + b.points(), b.balanceAfter()));
            lines.add(new Line(ids.next(), lot, Objects.requireNonNull(breakage.get(lot.breakage())), after));
        }
        accounts.change(changes);
        insert(lines, days.add(dayChanges.values()), now);
        return lots.size();
    }

    private Map<Long, JdbcAccounts.AccountBalance> lockSome(Instant now, int most) {
        Map<Long, JdbcAccounts.AccountBalance> locked = new HashMap<>();
        jdbc.sql("""
                select account_id, posted, held from account_balance
                 where held = 0
                   and account_id in (select account_id from lot
                                       where remaining > 0 and expires_at <= :now
                                       order by expires_at limit :candidates)
                 order by account_id
                 limit :most
                 for update skip locked
                """)
                .param("now", Timestamps.utc(now))
                .param("candidates", 10 * most)
                .param("most", most)
                .query(row -> {
                    locked.put(row.getLong(1), new JdbcAccounts.AccountBalance(row.getLong(2), row.getLong(3)));
                });
        return locked;
    }

    private List<Ended> endedLots(long[] locked, Instant now, int most) {
        return jdbc.sql("""
                select l.id, l.account_id, l.remaining, l.expires_at, l.issuing_brand, l.brand_customer_id,
                       -- What earned them first: by a merge, a lot is moved into another of the merge's transaction.
                       (with recursive origin (origin_lot, transaction_id) as (
                            select l.origin_lot, l.transaction_id
                            union all
                            select moved.origin_lot, moved.transaction_id
                              from origin o join lot moved on moved.id = o.origin_lot)
                        select transaction_id from origin where origin_lot is null) as earned_by_transaction,
                       a.currency,
                       g.key as program, g.zone
                  from lot l
                  join ledger_account a on a.id = l.account_id
                  join ledger_transaction t on t.id = l.transaction_id
                  join program g on g.key = t.program
                 where l.account_id = any(:locked::bigint[]) and l.remaining > 0 and l.expires_at <= :now
                 order by l.account_id, l.expires_at, l.id
                 limit :most
                """)
                .param("locked", locked)
                .param("now", Timestamps.utc(now))
                .param("most", most)
                .query(JdbcExpiry::ended)
                .list();
    }

    private void insert(List<Line> lines, Map<Long, LocalDate> days, Instant now) {
        jdbc.sql("""
                insert into ledger_transaction
                    (id, business_key, program, kind, cause_type, cause_id, occurred_at, posted_at)
                select id, 'expire:lot:' || lot, program, 'expire', 'expiry', null, ended_at, :now
                  from unnest(:ids::uuid[], :lots::bigint[], :programs::text[], :endedAt::timestamptz[])
                       as u (id, lot, program, ended_at)
                """)
                .param("now", Timestamps.utc(now))
                .param("ids", Columns.texts(lines, Line::transaction))
                .param("lots", Columns.numbers(lines, line -> line.lot().id()))
                .param("programs", Columns.texts(lines, line -> line.lot().program()))
                .param("endedAt", Columns.texts(lines, line -> line.lot().endedAt()))
                .update();
        jdbc.sql("""
                insert into posting
                    (transaction_id, currency, debit_account, credit_account, amount, debit_balance_after)
                select * from unnest(:ids::uuid[], :currencies::text[], :debits::bigint[], :credits::bigint[],
                                     :points::bigint[], :after::bigint[])
                """)
                .param("ids", Columns.texts(lines, Line::transaction))
                .param("currencies", Columns.texts(lines, line -> line.lot().currency()))
                .param("debits", Columns.numbers(lines, line -> line.lot().account()))
                .param("credits", Columns.numbers(lines, Line::breakage))
                .param("points", Columns.numbers(lines, line -> line.lot().points()))
                .param("after", Columns.numbers(lines, Line::balanceAfter))
                .update();
        jdbc.sql("""
                insert into lot_use (transaction_id, lot_id, amount)
                select * from unnest(:ids::uuid[], :lots::bigint[], :points::bigint[])
                """)
                .param("ids", Columns.texts(lines, Line::transaction))
                .param("lots", Columns.numbers(lines, line -> line.lot().id()))
                .param("points", Columns.numbers(lines, line -> line.lot().points()))
                .update();
        jdbc.sql("update lot set remaining = 0 where id = any(:lots::bigint[])")
                .param("lots", Columns.numbers(lines, line -> line.lot().id()))
                .update();
        jdbc.sql("""
                insert into transaction_origin
                    (transaction_id, brand, cause_id, account_id, day, points, brand_customer_id)
                select id, brand, cause, account, day, -points, customer
                  from unnest(:ids::uuid[], :brands::text[], :causes::text[], :accounts::bigint[], :days::date[],
                              :points::bigint[], :customers::uuid[])
                       as u (id, brand, cause, account, day, points, customer)
                """)
                .param("customers", Columns.texts(lines, line -> line.lot().earnedBy()))
                .param("ids", Columns.texts(lines, Line::transaction))
                .param("brands", Columns.texts(lines, line -> line.lot().issuer()))
                .param("causes", Columns.texts(lines, line -> line.lot().madeBy()))
                .param("accounts", Columns.numbers(lines, line -> line.lot().account()))
                .param("days", Columns.texts(lines, line -> days.get(line.lot().account())))
                .param("points", Columns.numbers(lines, line -> line.lot().points()))
                .update();
    }

    private static Ended ended(ResultSet row, int number) throws SQLException {
        return new Ended(
                row.getLong("id"),
                row.getLong("account_id"),
                row.getLong("remaining"),
                Timestamps.instant(row, "expires_at"),
                new Brand(row.getString("issuing_brand")),
                row.getObject("brand_customer_id", UUID.class),
                row.getObject("earned_by_transaction", UUID.class),
                row.getString("currency"),
                new ProgramKey(row.getString("program")),
                ZoneId.of(row.getString("zone")));
    }

    /** A lot whose time is over, with what remains in it. */
    private record Ended(
            long id,
            long account,
            long points,
            Instant endedAt,
            Brand issuer,
            UUID earnedBy,
            UUID madeBy,
            String currency,
            ProgramKey program,
            ZoneId zone) {

        JdbcAccounts.OfBrand breakage() {
            return new JdbcAccounts.OfBrand(JdbcAccounts.Purpose.BREAKAGE, issuer, currency);
        }

        LocalDate day(Instant now) {
            return LocalDate.ofInstant(now, zone);
        }
    }

    /** A posting to be. */
    private record Line(UUID transaction, Ended lot, Long breakage, Long balanceAfter) {}
}
