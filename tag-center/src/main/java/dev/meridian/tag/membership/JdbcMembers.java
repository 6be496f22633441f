package dev.meridian.tag.membership;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.SegmentId;
import dev.meridian.tag.segments.SegmentKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Members, due instants and transitions in the database, many at a time. */
@Component
class JdbcMembers {

    private final JdbcClient jdbc;

    JdbcMembers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A customer in relation to a segment. */
    record Pair(SegmentId segment, CustomerId customer) {}

    /** A member as stored. */
    record Member(
            Pair pair,
            String brand,
            int version,
            Instant since,
            @Nullable Instant validUntil) {}

    /** When an answer of a version is to be looked at again: at its next flip or before. */
    record Due(Pair pair, String brand, int version, Instant at) {}

    /** When an answer of a version next flips; null where time alone never changes it. */
    record Pending(
            Pair pair, String brand, int version, @Nullable Instant flip) {}

    /** What is stored of a pair. */
    record Stored(@Nullable Member member, @Nullable Due due) {
        static final Stored NOTHING = new Stored(null, null);
    }

    /** How many members a segment has more; negative where it has fewer. */
    record Growth(SegmentId segment, String brand, int members) {
        Growth plus(Growth other) {
            return new Growth(segment, brand, members + other.members());
        }
    }

    /** A membership with what its segment is called. */
    record Named(Member member, SegmentKey key, BrandScope scope) {}

    Map<Pair, Stored> find(Collection<Pair> pairs) {
        Map<Pair, Stored> found = new HashMap<>();
        if (pairs.isEmpty()) {
            return found;
        }
        jdbc.sql("""
            select wanted.segment_id, wanted.customer_id, m.brand, m.version, m.since, m.valid_until,
                   d.brand as due_brand, d.version as due_version, d.due_at
              from unnest(:segments::uuid[], :customers::uuid[]) as wanted (segment_id, customer_id)
              left join segment_member m on m.segment_id = wanted.segment_id and m.customer_id = wanted.customer_id
              left join segment_due d on d.segment_id = wanted.segment_id and d.customer_id = wanted.customer_id
             where m.segment_id is not null or d.segment_id is not null
            """)
                .param("segments", segments(pairs))
                .param("customers", customers(pairs))
                .query(row -> {
                    Member member = row.getString("brand") == null ? null : member(row);
                    OffsetDateTime dueAt = row.getObject("due_at", OffsetDateTime.class);
                    Due due = dueAt == null
                            ? null
                            : new Due(
                                    pair(row),
                                    row.getString("due_brand"),
                                    row.getInt("due_version"),
                                    dueAt.toInstant());
                    found.put(pair(row), new Stored(member, due));
                });
        return found;
    }

    /** Every membership of a customer. */
    List<Named> ofCustomer(CustomerId customer) {
        return jdbc.sql("""
            select m.*, s.key from segment_member m join segment s on s.segment_id = m.segment_id
             where m.customer_id = :customer
            """)
                .param("customer", customer.value())
                .query((row, _) -> new Named(
                        member(row), new SegmentKey(row.getString("key")), BrandScope.parse(row.getString("brand"))))
                .list();
    }

    /** Members of a segment in the order of their ids, of customers whom this transaction locks with it. */
    List<Named> lockMembers(SegmentId segment, int limit) {
        return jdbc.sql("""
            select m.*, s.key from segment_member m
              join segment s on s.segment_id = m.segment_id
              join customer c on c.customer_id = m.customer_id
             where m.segment_id = :segment order by m.customer_id limit :limit for update of c
            """)
                .param("segment", segment.value())
                .param("limit", limit)
                .query((row, _) -> new Named(
                        member(row), new SegmentKey(row.getString("key")), BrandScope.parse(row.getString("brand"))))
                .list();
    }

    /** Forgets some reminders of a segment; answers how many. */
    int removeDueOf(SegmentId segment, int limit) {
        return jdbc.sql("""
            delete from segment_due where segment_id = :segment and customer_id = any(array(
                   select customer_id from segment_due where segment_id = :segment limit :limit))
            """)
                .param("segment", segment.value())
                .param("limit", limit)
                .update();
    }

    /** Keeps the sizes of segments true: each server process in a row of its own. */
    void count(Collection<Growth> growth) {
        List<Growth> real = growth.stream().filter(one -> one.members() != 0).toList();
        if (real.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into segment_size (segment_id, brand, shard, members)
            select segment_id, brand, pg_backend_pid() % 64, members
              from unnest(:segments::uuid[], :brands::text[], :members::bigint[]) as more (segment_id, brand, members)
            on conflict (segment_id, shard) do update set members = segment_size.members + excluded.members
            """)
                .param("segments", column(real, one -> one.segment().value().toString()))
                .param("brands", column(real, Growth::brand))
                .param("members", column(real, one -> Integer.toString(one.members())))
                .update();
    }

    private static Pair pair(ResultSet row) throws SQLException {
        return new Pair(
                new SegmentId(row.getObject("segment_id", UUID.class)),
                new CustomerId(row.getObject("customer_id", UUID.class)));
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                pair(row),
                row.getString("brand"),
                row.getInt("version"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                instant(row.getObject("valid_until", OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    void save(Collection<Member> members) {
        if (members.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into segment_member (segment_id, customer_id, brand, version, since, valid_until)
            select * from unnest(:segments::uuid[], :customers::uuid[], :brands::text[], :versions::int[],
                                 :since::timestamptz[], :until::timestamptz[])
            on conflict (segment_id, customer_id) do update
               set version = excluded.version, since = excluded.since, valid_until = excluded.valid_until
            """)
                .param("segments", segments(pairs(members)))
                .param("customers", customers(pairs(members)))
                .param("brands", column(members, Member::brand))
                .param("versions", column(members, member -> Integer.toString(member.version())))
                .param("since", column(members, member -> member.since().toString()))
                .param("until", column(members, member -> text(member.validUntil())))
                .update();
    }

    void remove(Collection<Pair> pairs) {
        remove("segment_member", pairs);
    }

    void saveDue(Collection<Due> due) {
        if (due.isEmpty()) {
            return;
        }
        List<Pair> pairs = due.stream().map(Due::pair).toList();
        jdbc.sql("""
            insert into segment_due (segment_id, customer_id, brand, version, due_at, wake_at)
            select segment_id, customer_id, brand, version, due_at, due_at
              from unnest(:segments::uuid[], :customers::uuid[], :brands::text[], :versions::int[],
                          :times::timestamptz[]) as next (segment_id, customer_id, brand, version, due_at)
            on conflict (segment_id, customer_id) do update
               set version = excluded.version, due_at = excluded.due_at, wake_at = excluded.wake_at
            """)
                .param("segments", segments(pairs))
                .param("customers", customers(pairs))
                .param("brands", column(due, Due::brand))
                .param("versions", column(due, one -> Integer.toString(one.version())))
                .param("times", column(due, one -> one.at().toString()))
                .update();
    }

    void removeDue(Collection<Pair> pairs) {
        remove("segment_due", pairs);
    }

    void removeDueOf(CustomerId customer) {
        jdbc.sql("delete from segment_due where customer_id = :customer")
                .param("customer", customer.value())
                .update();
    }

    /**
     * Locks customers of whom an answer has fallen due, of every segment those waiting longest, and passes by customers
     * whom someone else holds: so instances that share the work take different ones.
     *
     * @param segments those in force
     * @param limit customers of each segment at most
     */
    Set<CustomerId> lockDue(Collection<LiveSegment> segments, Instant now, int limit) {
        return new LinkedHashSet<>(jdbc.sql("""
            select due.customer_id
              from unnest(:segments::uuid[], :versions::int[]) as live (segment_id, version)
             cross join lateral (
                   select d.customer_id from segment_due d join customer c on c.customer_id = d.customer_id
                    where d.segment_id = live.segment_id and d.version = live.version and d.wake_at <= :now
                      and not c.absorbed
                    order by d.wake_at limit :limit for update of c skip locked) due
            """)
                .param("segments", column(segments, one -> one.id().value().toString()))
                .param("versions", column(segments, one -> Integer.toString(one.version())))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, _) -> new CustomerId(row.getObject("customer_id", UUID.class)))
                .list());
    }

    /** Of these customers those whom an unfinished publication has yet to come to. */
    List<Pair> unreached(Collection<CustomerId> customers) {
        return jdbc.sql("""
            select distinct p.segment_id, known.customer_id
              from segment_publication p
              join customer_brand known on p.brand = '*' or known.brand = p.brand
             where p.finished_at is null and p.purpose = 'evaluate'
               and known.customer_id = any(:customers::uuid[])
               and (p.reached is null or known.customer_id > p.reached)
            """)
                .param("customers", column(customers, CustomerId::toString))
                .query((row, _) -> pair(row))
                .list();
    }

    /** Lets the sweep leave a customer alone for a while. */
    void postpone(CustomerId customer, Instant now, Instant until) {
        jdbc.sql("update segment_due set wake_at = :until where customer_id = :customer and wake_at <= :now")
                .param("until", until.atOffset(ZoneOffset.UTC))
                .param("customer", customer.value())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** All answers of these customers that have fallen due. */
    List<Due> dueAt(Instant now, Collection<CustomerId> customers) {
        return jdbc.sql("""
            select segment_id, customer_id, brand, version, due_at from segment_due
             where customer_id = any(:customers::uuid[]) and due_at <= :now
            """)
                .param("customers", column(customers, CustomerId::toString))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new Due(
                        pair(row),
                        row.getString("brand"),
                        row.getInt("version"),
                        row.getObject("due_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    private void remove(String table, Collection<Pair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        jdbc.sql("""
            delete from %s t using unnest(:segments::uuid[], :customers::uuid[]) as gone (segment_id, customer_id)
             where t.segment_id = gone.segment_id and t.customer_id = gone.customer_id
            """.formatted(table))
                .param("segments", segments(pairs))
                .param("customers", customers(pairs))
                .update();
    }

    void append(Collection<Transition> transitions) {
        if (transitions.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into segment_transition
                   (transition_id, segment_id, brand, version, customer_id, direction, at, cause_kind, cause_id)
            select * from unnest(:ids::uuid[], :segments::uuid[], :brands::text[], :versions::int[],
                                 :customers::uuid[], :directions::text[], :times::timestamptz[], :kinds::text[],
                                 :causes::uuid[])
            """)
                .param("ids", column(transitions, one -> one.id().toString()))
                .param(
                        "segments",
                        column(transitions, one -> one.segment().value().toString()))
                .param("brands", column(transitions, one -> one.scope().databaseValue()))
                .param("versions", column(transitions, one -> Integer.toString(one.version())))
                .param("customers", column(transitions, one -> one.customer().toString()))
                .param("directions", column(transitions, Transition::direction))
                .param("times", column(transitions, one -> one.at().toString()))
                .param("kinds", column(transitions, one -> one.cause().kind().written()))
                .param("causes", column(transitions, one -> text(one.cause().id())))
                .update();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static List<Pair> pairs(Collection<Member> members) {
        return members.stream().map(Member::pair).toList();
    }

    private static String[] segments(Collection<Pair> pairs) {
        return column(pairs, pair -> pair.segment().value().toString());
    }

    private static String[] customers(Collection<Pair> pairs) {
        return column(pairs, pair -> pair.customer().toString());
    }

    private static <T> String[] column(Collection<T> rows, Function<? super T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }
}
