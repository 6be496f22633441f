package dev.meridian.tag.members;

import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.segments.SegmentId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** When an answer falls due. */
    record Due(Pair pair, String brand, Instant at) {}

    Map<Pair, Member> find(Collection<Pair> pairs) {
        Map<Pair, Member> found = new HashMap<>();
        jdbc.sql("""
            select m.segment_id, m.customer_id, m.brand, m.version, m.since, m.valid_until
              from unnest(:segments::uuid[], :customers::uuid[]) as wanted (segment_id, customer_id)
              join segment_member m on m.segment_id = wanted.segment_id and m.customer_id = wanted.customer_id
            """)
                .param("segments", segments(pairs))
                .param("customers", customers(pairs))
                .query((row, _) -> member(row))
                .list()
                .forEach(member -> found.put(member.pair(), member));
        return found;
    }

    /** Every membership of a customer. */
    List<Member> ofCustomer(CustomerId customer) {
        return jdbc.sql("select * from segment_member where customer_id = :customer")
                .param("customer", customer.value())
                .query((row, _) -> member(row))
                .list();
    }

    private static Member member(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Member(
                new Pair(
                        new SegmentId(row.getObject("segment_id", UUID.class)),
                        new CustomerId(row.getObject("customer_id", UUID.class))),
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
            insert into segment_due (segment_id, customer_id, brand, due_at)
            select * from unnest(:segments::uuid[], :customers::uuid[], :brands::text[], :times::timestamptz[])
            on conflict (segment_id, customer_id) do update set due_at = excluded.due_at
            """)
                .param("segments", segments(pairs))
                .param("customers", customers(pairs))
                .param("brands", column(due, Due::brand))
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

    /** The earliest answers that have fallen due. */
    List<Due> dueAt(Instant now, int limit) {
        return jdbc.sql("""
            select segment_id, customer_id, brand, due_at from segment_due
             where due_at <= :now order by due_at limit :limit
            """)
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, _) -> due(row))
                .list();
    }

    /** All answers of these customers that have fallen due. */
    List<Due> dueAt(Instant now, Collection<CustomerId> customers) {
        return jdbc.sql("""
            select segment_id, customer_id, brand, due_at from segment_due
             where customer_id = any(:customers::uuid[]) and due_at <= :now
            """)
                .param("customers", column(customers, CustomerId::toString))
                .param("now", now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> due(row))
                .list();
    }

    private static Due due(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Due(
                new Pair(
                        new SegmentId(row.getObject("segment_id", UUID.class)),
                        new CustomerId(row.getObject("customer_id", UUID.class))),
                row.getString("brand"),
                row.getObject("due_at", OffsetDateTime.class).toInstant());
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
                        column(transitions, one -> one.segment().id().value().toString()))
                .param(
                        "brands",
                        column(transitions, one -> one.segment().scope().databaseValue()))
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
