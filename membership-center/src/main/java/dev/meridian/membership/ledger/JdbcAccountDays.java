package dev.meridian.membership.ledger;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.rows.Columns;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the postings of a day come to, account by account. */
@Repository
class JdbcAccountDays {

    private final JdbcClient jdbc;

    JdbcAccountDays(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Adds to the days of locked accounts, one change per account. Within an account days never go back: what is entered
     * a moment late at midnight belongs to the day that has begun.
     *
     * @return the day each account's change was entered on
     */
    @CanIgnoreReturnValue
    Map<Long, LocalDate> add(Collection<Change> changes) {
        Map<Long, LocalDate> days = new HashMap<>();
        jdbc.sql("""
                insert into account_day (account_id, day, points, balance_after)
                select u.account,
                       greatest(u.day, (select max(d.day) from account_day d where d.account_id = u.account)),
                       u.points, u.after
                  from unnest(:accounts::bigint[], :days::date[], :points::bigint[], :after::bigint[])
                       as u (account, day, points, after)
                 order by u.account
                on conflict (account_id, day) do update
                   set points = account_day.points + excluded.points, balance_after = excluded.balance_after
                returning account_id, day
                """)
                .param("accounts", Columns.numbers(changes, Change::account))
                .param("days", Columns.texts(changes, Change::day))
                .param("points", Columns.numbers(changes, Change::points))
                .param("after", Columns.numbers(changes, Change::balanceAfter))
                .query(row -> {
                    days.put(row.getLong(1), row.getObject(2, LocalDate.class));
                });
        return days;
    }

    /** How an account's balance changed on a day, and what it is afterwards. */
    record Change(long account, LocalDate day, long points, long balanceAfter) {}
}
