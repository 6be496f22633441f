package dev.meridian.tag.segments;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The segments in force. Which they are is read from the database each time, because a publication must be seen by
 * every transaction that locks a customer after it; rules, which never change within a version, are parsed once.
 */
@Component
public class LiveSegments {

    private final JdbcClient jdbc;
    private final Map<UUID, LiveSegment> parsed = new ConcurrentHashMap<>();

    LiveSegments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All that the running transaction's scope may see. Ask only after the customers to be evaluated are locked. */
    public List<LiveSegment> current() {
        List<LiveSegment> live = new ArrayList<>();
        List<UUID> unread = new ArrayList<>();
        jdbc.sql("select segment_id, live_version from segment where live_version is not null and state = 'active'")
                .query(row -> {
                    UUID id = row.getObject("segment_id", UUID.class);
                    LiveSegment known = parsed.get(id);
                    if (known != null && known.version() == row.getInt("live_version")) {
                        live.add(known);
                    } else {
                        unread.add(id);
                    }
                });
        if (!unread.isEmpty()) {
            live.addAll(read(unread));
        }
        return live;
    }

    private List<LiveSegment> read(List<UUID> ids) {
        List<LiveSegment> read = jdbc.sql("""
            select segment_id, brand, key, live_version, live_rule::text as live_rule from segment
             where live_version is not null and state = 'active' and segment_id = any(:ids::uuid[])
            """)
                .param("ids", Columns.texts(ids))
                .query((row, _) -> new LiveSegment(
                        new SegmentId(row.getObject("segment_id", UUID.class)),
                        new SegmentKey(row.getString("key")),
                        BrandScope.parse(row.getString("brand")),
                        row.getInt("live_version"),
                        RuleJson.read(row.getString("live_rule"))))
                .list();
        read.forEach(segment -> parsed.put(segment.id().value(), segment));
        return read;
    }
}
