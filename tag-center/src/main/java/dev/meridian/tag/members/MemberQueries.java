package dev.meridian.tag.members;

import dev.meridian.platform.web.Cursor;
import dev.meridian.platform.web.PageRequest;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.segments.SegmentId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads members page by page; row security decides which of them a transaction sees. */
@Component
class MemberQueries {

    private final JdbcClient jdbc;

    MemberQueries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A customer's membership in one segment. */
    record Membership(
            String key,
            String name,
            String scope,
            Instant since,
            @Nullable Instant validUntil) {

        Membership withoutValidUntil() {
            return new Membership(key, name, scope, since, null);
        }
    }

    List<Members.Member> members(SegmentId segment, @Nullable CustomerId after, int limit) {
        return jdbc.sql("""
            select customer_id, since, valid_until from segment_member
             where segment_id = :segment and customer_id > :after order by customer_id limit :limit
            """)
                .param("segment", segment.value())
                .param("after", after == null ? new UUID(0, 0) : after.value())
                .param("limit", limit)
                .query((row, _) -> new Members.Member(
                        new CustomerId(row.getObject("customer_id", UUID.class)),
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        instant(row.getObject("valid_until", OffsetDateTime.class))))
                .list();
    }

    List<Membership> memberships(CustomerId customer, PageRequest page, int limit) {
        List<String> after = page.cursor() == null ? List.of("", "") : Cursor.decode(page.cursor(), 2);
        return jdbc.sql("""
            select s.key, s.name, s.brand, m.since, m.valid_until
              from segment_member m
              join segment s on s.segment_id = m.segment_id
             where m.customer_id = :customer and (s.brand, s.key) > (:brand, :key)
             order by s.brand, s.key limit :limit
            """)
                .param("customer", customer.value())
                .param("brand", after.get(0))
                .param("key", after.get(1))
                .param("limit", limit)
                .query((row, _) -> new Membership(
                        row.getString("key"),
                        row.getString("name"),
                        row.getString("brand"),
                        row.getObject("since", OffsetDateTime.class).toInstant(),
                        instant(row.getObject("valid_until", OffsetDateTime.class))))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
