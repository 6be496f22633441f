package dev.meridian.membership.statements;

import dev.meridian.membership.enrolment.VisibleMember;
import dev.meridian.membership.ledger.Cause;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** A statement as one brand may see it: its own entries by one of its customers, and one sum a day for everything else. */
@Repository
class JdbcBrandStatements {

    private static final int TOP_YEAR = 9999;

    /** Days beyond those that fill a page: the day a page begins in may have been shown whole already. */
    private static final int SPARE_DAYS = 8;

    private final JdbcClient jdbc;

    JdbcBrandStatements(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Lines below a position, newest first. Of each day as many rows are read as the brand has entries in it, and never
     * those of others.
     */
    List<StatementLine> lines(VisibleMember member, Brand brand, Below below, int limit) {
        return jdbc.sql("""
                with account as (select id, currency from ledger_account where kind = 'member' and member_id = :member),
                page_day as (
                    select d.account_id, a.currency, d.day, d.points, d.balance_after, own.points as own_points
                      from account a
                      join account_day d on d.account_id = a.id
                     cross join lateral (select coalesce(sum(o.points), 0) as points, count(*) as entries
                                           from transaction_origin o
                                          where o.account_id = d.account_id and o.day = d.day and o.brand = :brand
                                            and o.brand_customer_id = any(:customers::uuid[])) own
                     where d.day <= :day and (own.entries > 0 or d.points <> own.points)
                     order by d.day desc, a.id
                     limit :days),
                line as (
                    select day, 1 as slot, currency collate "C" as key, currency, points - own_points as points,
                           balance_after, null::uuid as transaction_id, null::text as cause_id
                      from page_day
                     where points <> own_points
                    union all
                    select p.day, 0, o.transaction_id::text collate "C", p.currency, o.points,
                           p.balance_after - p.points
                               + sum(o.points) over (partition by p.account_id, p.day order by o.transaction_id),
                           o.transaction_id, o.cause_id
                      from page_day p
                      join transaction_origin o
                        on o.account_id = p.account_id and o.day = p.day and o.brand = :brand
                       and o.brand_customer_id = any(:customers::uuid[]))
                select l.*, t.kind, t.cause_type, t.occurred_at, t.posted_at
                  from line l
                  left join ledger_transaction t on t.id = l.transaction_id
                 where (l.day, l.slot, l.key) < (:day, :slot, :key collate "C")
                 order by l.day desc, l.slot desc, l.key desc
                 limit :limit
                """)
                .param("member", member.member().id().value())
                .param("brand", brand.key())
                .param("customers", Columns.texts(member.knownAs()))
                .param("day", below.day())
                .param("slot", below.slot())
                .param("key", below.key())
                .param("days", limit + SPARE_DAYS)
                .param("limit", limit)
                .query((row, number) -> line(row, brand))
                .list();
    }

    private static StatementLine line(ResultSet row, Brand brand) throws SQLException {
        LocalDate day = row.getObject("day", LocalDate.class);
        List<String> position = List.of(day.toString(), row.getString("slot"), row.getString("key"));
        UUID transaction = row.getObject("transaction_id", UUID.class);
        if (transaction == null) {
            return new StatementLine.OthersOfDay(
                    position, row.getString("currency"), row.getLong("points"), row.getLong("balance_after"), day);
        }
        return new StatementLine.Entry(
                position,
                transaction,
                row.getString("kind"),
                row.getString("currency"),
                row.getLong("points"),
                row.getLong("balance_after"),
                Timestamps.instant(row, "occurred_at"),
                Timestamps.instant(row, "posted_at"),
                brand.key(),
                Cause.Type.of(row.getString("cause_type")),
                row.getString("cause_id"));
    }

    /** Where a page begins: below the line of this day, slot and key. */
    record Below(LocalDate day, int slot, String key) {

        /** Above every line. */
        static final Below TOP = new Below(LocalDate.of(9999, 12, 31), 2, "");

        /** @throws IllegalArgumentException where no line can stand at such a place */
        Below {
            if (day.getYear() < 1 || day.getYear() > TOP_YEAR || slot < 0 || slot > 2 || !Texts.isPlain(key)) {
                throw new IllegalArgumentException("There is no such place in a statement");
            }
        }
    }
}
