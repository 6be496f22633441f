package dev.meridian.tag.evaluation;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.SegmentId;
import dev.meridian.tag.segments.SegmentKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
                    Instant dueAt = Timestamps.instantOrNull(row, "due_at");
                    Due due = dueAt == null
                            ? null
                            : new Due(pair(row), row.getString("due_brand"), row.getInt("due_version"), dueAt);
                    found.put(pair(row), new Stored(member, due));
                });
        return found;
    }

    /** Every membership of a customer, in segments of the scope in whose eyes it is one. */
    List<Named> ofCustomer(ScopedCustomer customer) {
        return jdbc.sql("""
            select m.*, s.key from segment_member m join segment s on s.segment_id = m.segment_id
             where m.customer_id = :customer and m.brand = :brand
            """)
                .param("customer", customer.id().value())
                .param("brand", customer.brand())
                .query((row, _) -> new Named(
                        member(row), new SegmentKey(row.getString("key")), BrandScope.parse(row.getString("brand"))))
                .list();
    }

    /** Members of a segment in the order of their ids, of customers whom this transaction locks with it. */
    List<Named> lockMembers(SegmentId segment, int limit) {
        return jdbc.sql("""
            select m.*, s.key from segment_member m
              join segment s on s.segment_id = m.segment_id
              join customer c on c.brand = m.brand and c.customer_id = m.customer_id
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

    /** Keeps the sizes of segments true: each transaction that runs in a row of its own. */
    void count(Collection<Growth> growth) {
        List<Growth> real = growth.stream().filter(one -> one.members() != 0).toList();
        if (real.isEmpty()) {
            return;
        }
        jdbc.sql("""
            insert into segment_size (segment_id, brand, shard, members)
            select segment_id, brand, counter_shard(), members
              from unnest(:segments::uuid[], :brands::text[], :members::bigint[]) as more (segment_id, brand, members)
            on conflict (segment_id, shard) do update set members = segment_size.members + excluded.members
            """)
                .param("segments", Columns.texts(real, Growth::segment))
                .param("brands", Columns.texts(real, Growth::brand))
                .param("members", Columns.texts(real, Growth::members))
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
                Timestamps.instant(row, "since"),
                Timestamps.instantOrNull(row, "valid_until"));
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
                .param("brands", Columns.texts(members, Member::brand))
                .param("versions", Columns.texts(members, Member::version))
                .param("since", Columns.texts(members, Member::since))
                .param("until", Columns.texts(members, Member::validUntil))
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
                .param("brands", Columns.texts(due, Due::brand))
                .param("versions", Columns.texts(due, Due::version))
                .param("times", Columns.texts(due, Due::at))
                .update();
    }

    void removeDue(Collection<Pair> pairs) {
        remove("segment_due", pairs);
    }

    void removeDueOf(ScopedCustomer customer) {
        jdbc.sql("delete from segment_due where customer_id = :customer and brand = :brand")
                .param("customer", customer.id().value())
                .param("brand", customer.brand())
                .update();
    }

    /**
     * Locks customers of whom an answer has fallen due, of every segment those waiting longest, and passes by customers
     * whom someone else holds: so instances that share the work take different ones.
     *
     * @param segments those in force
     * @param limit customers of each segment at most
     */
    Set<ScopedCustomer> lockDue(Collection<LiveSegment> segments, Instant now, int limit) {
        return new LinkedHashSet<>(jdbc.sql("""
            select due.brand, due.customer_id
              from unnest(:segments::uuid[], :versions::int[]) as live (segment_id, version)
             cross join lateral (
                   select d.brand, d.customer_id
                     from segment_due d join customer c on c.brand = d.brand and c.customer_id = d.customer_id
                    where d.segment_id = live.segment_id and d.version = live.version and d.wake_at <= :now
                      and not c.absorbed
                    order by d.wake_at limit :limit for update of c skip locked) due
            """)
                .param("segments", Columns.texts(segments, LiveSegment::id))
                .param("versions", Columns.texts(segments, LiveSegment::version))
                .param("now", Timestamps.utc(now))
                .param("limit", limit)
                .query((row, _) -> ScopedCustomer.of(
                        BrandScope.parse(row.getString("brand")), row.getObject("customer_id", UUID.class)))
                .list());
    }

    /** Of these customers those whom an unfinished publication of their scope has yet to come to. */
    List<Pair> unreached(Collection<ScopedCustomer> customers) {
        return jdbc.sql("""
            select p.segment_id, known.customer_id
              from segment_publication p
              join unnest(:brands::text[], :customers::uuid[]) as known (brand, customer_id) on known.brand = p.brand
             where p.finished_at is null and p.purpose = 'evaluate'
               and (p.reached is null or known.customer_id > p.reached)
            """)
                .param("brands", Columns.texts(customers, ScopedCustomer::brand))
                .param("customers", Columns.texts(customers, ScopedCustomer::id))
                .query((row, _) -> pair(row))
                .list();
    }

    /** Lets the sweep leave a customer alone for a while. */
    void postpone(ScopedCustomer customer, Instant now, Instant until) {
        jdbc.sql("""
            update segment_due set wake_at = :until
             where customer_id = :customer and brand = :brand and wake_at <= :now
            """)
                .param("until", Timestamps.utc(until))
                .param("customer", customer.id().value())
                .param("brand", customer.brand())
                .param("now", Timestamps.utc(now))
                .update();
    }

    /** All answers of these customers that have fallen due. */
    List<Due> dueAt(Instant now, Collection<ScopedCustomer> customers) {
        return jdbc.sql("""
            select d.segment_id, d.customer_id, d.brand, d.version, d.due_at
              from unnest(:brands::text[], :customers::uuid[]) as those (brand, customer_id)
              join segment_due d on d.customer_id = those.customer_id and d.brand = those.brand
             where d.due_at <= :now
            """)
                .param("brands", Columns.texts(customers, ScopedCustomer::brand))
                .param("customers", Columns.texts(customers, ScopedCustomer::id))
                .param("now", Timestamps.utc(now))
                .query((row, _) -> new Due(
                        pair(row), row.getString("brand"), row.getInt("version"), Timestamps.instant(row, "due_at")))
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
                .param("ids", Columns.texts(transitions, Transition::id))
                .param("segments", Columns.texts(transitions, Transition::segment))
                .param("brands", Columns.texts(transitions, one -> one.scope().databaseValue()))
                .param("versions", Columns.texts(transitions, Transition::version))
                .param("customers", Columns.texts(transitions, Transition::customer))
                .param("directions", Columns.texts(transitions, Transition::direction))
                .param("times", Columns.texts(transitions, Transition::at))
                .param(
                        "kinds",
                        Columns.texts(transitions, one -> one.cause().kind().written()))
                .param("causes", Columns.texts(transitions, one -> one.cause().id()))
                .update();
    }

    private static List<Pair> pairs(Collection<Member> members) {
        return members.stream().map(Member::pair).toList();
    }

    private static @Nullable String[] segments(Collection<Pair> pairs) {
        return Columns.texts(pairs, Pair::segment);
    }

    private static @Nullable String[] customers(Collection<Pair> pairs) {
        return Columns.texts(pairs, Pair::customer);
    }
}
