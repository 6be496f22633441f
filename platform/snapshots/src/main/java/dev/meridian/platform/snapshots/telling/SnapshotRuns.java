package dev.meridian.platform.snapshots.telling;

import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import dev.meridian.platform.snapshots.messages.SnapshotRequested;
import java.sql.Array;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs of telling again, in PostgreSQL. Whoever holds the lease of one works on it; nobody waits for anybody. */
final class SnapshotRuns {

    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final int CHUNK = 1_000;

    private final JdbcClient jdbc;

    SnapshotRuns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Takes a run on, or lets a stopped one go on; one that has ended stays so. */
    void request(SnapshotRequested request) {
        List<String> keys = request.keys();
        int taken = jdbc.sql("""
                insert into snapshot_run as run (run_id, center, keys, requested_at)
                values (:id, :center, cast(:keys as text[]), clock_timestamp())
                on conflict (run_id) do update set stopped_at = null where run.finished_at is null
                """)
                .param("id", request.runId())
                .param("center", request.center())
                .param("keys", keys == null ? null : Columns.texts(keys))
                .update();
        assert taken <= 1;
    }

    void stop(UUID run) {
        int stopped = jdbc.sql("""
                update snapshot_run set stopped_at = clock_timestamp()
                 where run_id = :id and finished_at is null and stopped_at is null
                """).param("id", run).update();
        assert stopped <= 1;
    }

    /** The oldest run that nobody works on becomes this process's for a while; a few customers come before everybody. */
    Optional<SnapshotRun> lease() {
        return jdbc.sql("""
                update snapshot_run set lease = gen_random_uuid(), leased_until = clock_timestamp() + :lease * interval '1 second'
                 where run_id = (select run_id from snapshot_run
                                  where finished_at is null and stopped_at is null and leased_until < clock_timestamp()
                                  order by keys is null, requested_at, run_id
                                  limit 1
                                  for update skip locked)
                returning run_id, keys, requested_at, reached, subjects, lease
                """)
                .param("lease", LEASE.toSeconds())
                .query((row, number) -> new SnapshotRun(
                        row.getObject("run_id", UUID.class),
                        texts(row.getArray("keys")),
                        Timestamps.instant(row, "requested_at"),
                        row.getObject("reached", UUID.class),
                        row.getLong("subjects"),
                        row.getObject("lease", UUID.class)))
                .optional();
    }

    /** Notes how far a run has come; answers whether it is still this process's and nobody has stopped it. */
    boolean advance(SnapshotRun run) {
        return jdbc.sql("""
                        update snapshot_run
                           set reached = :reached, subjects = :subjects,
                               leased_until = clock_timestamp() + :lease * interval '1 second'
                         where run_id = :id and lease = :token and stopped_at is null and finished_at is null
                        """)
                        .param("reached", run.reached())
                        .param("subjects", run.subjects())
                        .param("lease", LEASE.toSeconds())
                        .param("id", run.id())
                        .param("token", run.lease())
                        .update()
                == 1;
    }

    /** Whether somebody waits for a few customers. */
    boolean fewAreWaitedFor() {
        return jdbc.sql("""
                select exists (select from snapshot_run
                                where finished_at is null and stopped_at is null and keys is not null
                                  and leased_until < clock_timestamp())
                """).query(Boolean.class).single();
    }

    /** Gives a run back, so that it need not wait for the end of the lease. */
    boolean release(SnapshotRun run) {
        return jdbc.sql("""
                        update snapshot_run set leased_until = '-infinity' where run_id = :id and lease = :token
                        """).param("id", run.id()).param("token", run.lease()).update() == 1;
    }

    /** Ends a run, unless it is another process's by now: that one ends it. */
    boolean finish(SnapshotRun run) {
        return jdbc.sql("""
                        update snapshot_run set finished_at = clock_timestamp()
                         where run_id = :id and lease = :token and finished_at is null
                        """).param("id", run.id()).param("token", run.lease()).update() == 1;
    }

    /** How far the live events of topics and keys have come; 0 for those that were never told. */
    List<StreamRow> streams(List<String> topics, List<String> keys) {
        return jdbc.sql("""
                select wanted.topic, named.key, coalesce(stream.last_sequence, 0) as last_sequence
                  from unnest(cast(:topics as text[])) as wanted (topic)
                 cross join unnest(cast(:keys as text[])) as named (key)
                  left join outbox_stream stream on stream.topic = wanted.topic and stream.key = named.key
                """)
                .param("topics", Columns.texts(topics))
                .param("keys", Columns.texts(keys))
                .query((row, number) ->
                        new StreamRow(row.getString("topic"), row.getString("key"), row.getLong("last_sequence")))
                .list();
    }

    record StreamRow(String topic, String key, long sequence) {}

    /** Forgets runs that ended longer ago than that, a bounded number at a time. */
    int forget(Duration age) {
        return jdbc.sql("""
                delete from snapshot_run where run_id in (
                    select run_id from snapshot_run
                     where finished_at < clock_timestamp() - :age * interval '1 second' limit :chunk)
                """).param("age", age.toSeconds()).param("chunk", CHUNK).update();
    }

    private static @Nullable List<String> texts(@Nullable Array array) throws java.sql.SQLException {
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
