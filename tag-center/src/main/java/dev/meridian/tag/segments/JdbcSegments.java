package dev.meridian.tag.segments;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.tag.rules.Rule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Segments in the database; row security decides which of them a transaction sees. */
@Component
class JdbcSegments {

    private static final String SELECT = """
        select s.segment_id, s.brand, s.key, s.name, s.version, s.rule::text as rule,
               s.live_version, s.live_rule::text as live_rule, s.state,
               p.evaluated, greatest(p.total, p.evaluated) as total, p.finished_at,
               (select coalesce(sum(z.members), 0) from segment_size z where z.segment_id = s.segment_id) as members
          from segment s
          left join segment_publication p on p.segment_id = s.segment_id
        """;

    private final JdbcClient jdbc;

    JdbcSegments(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The scope's own segment of the key, or else the group's. */
    Optional<Segment> find(BrandScope scope, SegmentKey key) {
        return jdbc.sql(SELECT + """
             where s.key = :key and s.brand in (:brand, '*') order by s.brand = '*' limit 1
            """)
                .param("key", key.value())
                .param("brand", scope.databaseValue())
                .query(JdbcSegments::segment)
                .optional()
                .map(segment -> asSeenBy(scope, segment));
    }

    private static Segment asSeenBy(BrandScope scope, Segment segment) {
        return segment.scope().equals(scope) ? segment : segment.withoutNumbers();
    }

    /**
     * The scope's own segment of the key, locked until the transaction ends; members may be added meanwhile, which the
     * key would otherwise be locked against.
     */
    Optional<Segment> lock(BrandScope scope, SegmentKey key) {
        Optional<UUID> locked = jdbc.sql(
                        "select segment_id from segment where brand = :brand and key = :key for no key update")
                .param("brand", scope.databaseValue())
                .param("key", key.value())
                .query(UUID.class)
                .optional();
        return locked.isEmpty() ? Optional.empty() : find(scope, key);
    }

    /** Own segments and the group's, by key and scope. */
    List<Segment> list(BrandScope scope, @Nullable String afterKey, @Nullable String afterBrand, int limit) {
        return jdbc
                .sql(SELECT + """
             where s.brand in (:brand, '*') and (s.key, s.brand) > (:key, :after) order by s.key, s.brand limit :limit
            """)
                .param("brand", scope.databaseValue())
                .param("key", afterKey == null ? "" : afterKey)
                .param("after", afterBrand == null ? "" : afterBrand)
                .param("limit", limit)
                .query(JdbcSegments::segment)
                .list()
                .stream()
                .map(segment -> asSeenBy(scope, segment))
                .toList();
    }

    /** Adds a segment; false where someone else has just added one of the same key. */
    boolean insert(UUID id, BrandScope scope, SegmentKey key, String name, Rule rule, Instant now) {
        return jdbc.sql("""
            insert into segment (segment_id, brand, key, name, version, rule, created_at, updated_at)
            values (:id, :brand, :key, :name, 1, :rule::jsonb, :now, :now) on conflict do nothing
            """)
                        .param("id", id)
                        .param("brand", scope.databaseValue())
                        .param("key", key.value())
                        .param("name", name)
                        .param("rule", RuleJson.write(rule))
                        .param("now", Timestamps.utc(now))
                        .update()
                == 1;
    }

    void update(SegmentId id, String name, int version, Rule rule, Instant now) {
        jdbc.sql("""
            update segment set name = :name, version = :version, rule = :rule::jsonb, updated_at = :now
             where segment_id = :id
            """)
                .param("id", id.value())
                .param("name", name)
                .param("version", version)
                .param("rule", RuleJson.write(rule))
                .param("now", Timestamps.utc(now))
                .update();
    }

    /** Puts the newest version in force, and keeps its rule for good. */
    void putInForce(Segment segment, Instant now) {
        jdbc.sql("update segment set live_version = version, live_rule = rule, updated_at = :now where"
                        + " segment_id = :id")
                .param("id", segment.id().value())
                .param("now", Timestamps.utc(now))
                .update();
        jdbc.sql("""
            insert into segment_version (segment_id, version, brand, rule, published_at)
            values (:id, :version, :brand, :rule::jsonb, :now)
            """)
                .param("id", segment.id().value())
                .param("version", segment.version())
                .param("brand", segment.scope().databaseValue())
                .param("rule", RuleJson.write(segment.rule()))
                .param("now", Timestamps.utc(now))
                .update();
    }

    void setState(Segment segment, Segment.State state, Instant now) {
        jdbc.sql("update segment set state = :state, updated_at = :now where segment_id = :id")
                .param("state", state.name().toLowerCase(Locale.ROOT))
                .param("now", Timestamps.utc(now))
                .param("id", segment.id().value())
                .update();
    }

    /** Begins the evaluation of every customer from the first. */
    void evaluateEveryone(Segment segment, int version, long customers, Instant now) {
        begin(segment, version, "evaluate", customers, now);
    }

    /** Begins to let every member go. */
    void empty(Segment segment, Instant now) {
        begin(segment, segment.version(), "empty", 0, now);
    }

    private void begin(Segment segment, int version, String purpose, long customers, Instant now) {
        jdbc.sql("""
            insert into segment_publication (segment_id, brand, version, started_at, total, purpose)
            values (:id, :brand, :version, :now, :total, :purpose)
            on conflict (segment_id) do update
               set version = excluded.version, started_at = excluded.started_at, reached = null, evaluated = 0,
                   total = excluded.total, purpose = excluded.purpose, not_before = null, finished_at = null
            """)
                .param("id", segment.id().value())
                .param("brand", segment.scope().databaseValue())
                .param("version", version)
                .param("now", Timestamps.utc(now))
                .param("total", customers)
                .param("purpose", purpose)
                .update();
    }

    /** Versions that were put in force before the given, newest first. */
    List<SegmentVersion> versions(SegmentId id, int before, int limit) {
        return jdbc.sql("""
            select version, rule::text as rule, published_at from segment_version
             where segment_id = :id and version < :before order by version desc limit :limit
            """)
                .param("id", id.value())
                .param("before", before)
                .param("limit", limit)
                .query((row, _) -> new SegmentVersion(
                        row.getInt("version"),
                        RuleJson.read(row.getString("rule")),
                        Timestamps.instant(row, "published_at")))
                .list();
    }

    private static Segment segment(ResultSet row, int number) throws SQLException {
        SegmentId id = new SegmentId(row.getObject("segment_id", UUID.class));
        SegmentKey key = new SegmentKey(row.getString("key"));
        BrandScope scope = BrandScope.parse(row.getString("brand"));
        String liveRule = row.getString("live_rule");
        LiveSegment live = liveRule == null
                ? null
                : new LiveSegment(id, key, scope, row.getInt("live_version"), RuleJson.read(liveRule));
        boolean finished = Timestamps.instantOrNull(row, "finished_at") != null;
        Segment.Progress progress = live == null
                ? Segment.Progress.NONE
                : new Segment.Progress(row.getLong("evaluated"), row.getLong("total"), finished);
        return new Segment(
                id,
                key,
                scope,
                row.getString("name"),
                row.getInt("version"),
                RuleJson.read(row.getString("rule")),
                live,
                Segment.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("members"),
                progress);
    }
}
