package dev.meridian.tag.members;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.SegmentId;
import java.time.Instant;
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
            @Nullable Instant since,
            @Nullable Instant validUntil) {}

    /** Where a page of a customer's segments goes on: after a scope and a key. */
    private static List<String> after(PageRequest page) {
        if (page.cursor() == null) {
            return List.of("", "");
        }
        return Cursor.decode(page.cursor(), 2).stream()
                .map(part -> Cursor.part(part, Texts::requirePlain))
                .toList();
    }

    /** Whether the page may have segments of the scope. */
    boolean isBefore(PageRequest page, BrandScope scope) {
        return after(page).getFirst().compareTo(scope.databaseValue()) <= 0;
    }

    /** Whether the segment comes after where the page goes on. */
    boolean isAfter(PageRequest page, LiveSegment segment) {
        List<String> after = after(page);
        int byScope = segment.scope().databaseValue().compareTo(after.get(0));
        return byScope > 0 || byScope == 0 && segment.key().value().compareTo(after.get(1)) > 0;
    }

    /** What marketers call a segment. */
    String name(SegmentId segment) {
        return jdbc.sql("select name from segment where segment_id = :segment")
                .param("segment", segment.value())
                .query(String.class)
                .single();
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
                        Timestamps.instant(row, "since"),
                        Timestamps.instantOrNull(row, "valid_until")))
                .list();
    }

    List<Membership> memberships(CustomerId customer, PageRequest page, int limit) {
        List<String> after = after(page);
        return jdbc.sql("""
            select s.key, s.name, s.brand, m.since, m.valid_until
              from segment_member m
              join segment s on s.segment_id = m.segment_id
             where m.customer_id = :customer and (s.brand collate "C", s.key) > (:brand, :key)
             order by s.brand collate "C", s.key limit :limit
            """)
                .param("customer", customer.value())
                .param("brand", after.get(0))
                .param("key", after.get(1))
                .param("limit", limit)
                .query((row, _) -> new Membership(
                        row.getString("key"),
                        row.getString("name"),
                        row.getString("brand"),
                        Timestamps.instant(row, "since"),
                        Timestamps.instantOrNull(row, "valid_until")))
                .list();
    }
}
