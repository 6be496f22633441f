package dev.meridian.platform.messaging.sequences;

import dev.meridian.platform.messaging.SequenceGap;
import dev.meridian.platform.messaging.sequences.StreamProgress.Missing;
import dev.meridian.platform.rows.Columns;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows behind {@link ConsumedStreams}: for a batch whose keys are known and miss nothing, one read and one write. */
final class StreamRows {

    /** So many at once: nobody who closes a gap waits long for the upkeep. */
    private static final int CHUNK = 1_000;

    private final JdbcClient jdbc;

    StreamRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the rows of the streams, in the order given, and answers their last sequences; new streams have none. */
    Map<StreamKey, Long> lock(String consumer, Collection<StreamKey> keys) {
        Map<StreamKey, Long> last = HashMap.newHashMap(keys.size());
        jdbc.sql("""
                select stream.topic, stream.key, stream.last_sequence
                from unnest(?::text[], ?::text[]) as wanted (topic, key)
                cross join lateral (
                    select topic, key, last_sequence from consumed_stream
                    where consumer = ? and topic = wanted.topic and key = wanted.key
                    for update) stream
                """)
                .param(Columns.texts(keys, StreamKey::topic))
                .param(Columns.texts(keys, StreamKey::key))
                .param(consumer)
                .query(row -> {
                    last.put(new StreamKey(row.getString("topic"), row.getString("key")), row.getLong("last_sequence"));
                });
        return last;
    }

    /** What the streams miss; their rows are locked already. */
    Map<StreamKey, List<Missing>> missing(String consumer, Collection<StreamKey> keys) {
        Map<StreamKey, List<Missing>> missing = new HashMap<>();
        if (keys.isEmpty()) {
            return missing;
        }
        jdbc.sql("""
                select gap.topic, gap.key, gap.first_missing, gap.last_missing
                from unnest(?::text[], ?::text[]) as wanted (topic, key)
                join sequence_gap gap on gap.consumer = ? and gap.topic = wanted.topic and gap.key = wanted.key
                """)
                .param(Columns.texts(keys, StreamKey::topic))
                .param(Columns.texts(keys, StreamKey::key))
                .param(consumer)
                .query(row -> {
                    missing.computeIfAbsent(
                                    new StreamKey(row.getString("topic"), row.getString("key")),
                                    unused -> new ArrayList<>())
                            .add(new Missing(row.getLong("first_missing"), row.getLong("last_missing")));
                });
        return missing;
    }

    /** Writes what became of the streams whose rows were locked, or did not exist, before. */
    void write(String consumer, Map<StreamKey, Long> before, SortedMap<StreamKey, StreamProgress> streams) {
        Map<StreamKey, Long> begun = new LinkedHashMap<>();
        Map<StreamKey, Long> moved = new LinkedHashMap<>();
        streams.forEach((key, stream) -> {
            Long last = before.get(key);
            if (last == null) {
                if (stream.last() > 0) {
                    begun.put(key, stream.last());
                }
            } else if (last != stream.last()) {
                moved.put(key, stream.last());
            }
        });
        begin(consumer, begun);
        move(consumer, moved);
        forget(consumer, ranges(consumer, streams, StreamProgress::closed));
        note(consumer, ranges(consumer, streams, StreamProgress::opened));
    }

    List<SequenceGap> oldestMissing(String consumer, int max) {
        return jdbc.sql("""
                select consumer, topic, key, first_missing, last_missing from sequence_gap
                where consumer = ? order by noticed_at, topic, key, first_missing limit ?
                """)
                .param(consumer)
                .param(max)
                .query((row, number) -> new SequenceGap(
                        row.getString("consumer"),
                        row.getString("topic"),
                        row.getString("key"),
                        row.getLong("first_missing"),
                        row.getLong("last_missing")))
                .list();
    }

    int giveUp(Duration age, int most) {
        OffsetDateTime before = jdbc.sql("""
                select greatest(clock_timestamp() - make_interval(secs => ?),
                                (select noticed_at from sequence_gap order by noticed_at desc offset ? limit 1))
                """)
                .param((double) age.toSeconds())
                .param(most)
                .query(OffsetDateTime.class)
                .single();
        int total = 0;
        int given;
        do {
            given = jdbc.sql("""
                    delete from sequence_gap where ctid = any(array(
                        select ctid from sequence_gap where noticed_at <= ? order by noticed_at limit ?))
                    """).param(before).param(CHUNK).update();
            total += given;
        } while (given == CHUNK);
        return total;
    }

    private void begin(String consumer, Map<StreamKey, Long> streams) {
        if (streams.isEmpty()) {
            return;
        }
        int inserted = jdbc.sql("""
                insert into consumed_stream (consumer, topic, key, last_sequence)
                select ?, topic, key, last from unnest(?::text[], ?::text[], ?::bigint[])
                     with ordinality as begun (topic, key, last, position)
                order by position
                on conflict do nothing
                """)
                .param(consumer)
                .param(Columns.texts(streams.keySet(), StreamKey::topic))
                .param(Columns.texts(streams.keySet(), StreamKey::key))
                .param(Columns.numbers(streams.values()))
                .update();
        if (inserted < streams.size()) {
            throw new ConcurrencyFailureException("Another transaction was given the first events of a key");
        }
    }

    private void move(String consumer, Map<StreamKey, Long> streams) {
        if (streams.isEmpty()) {
            return;
        }
        int updated = jdbc.sql("""
                update consumed_stream as stream set last_sequence = moved.last
                from unnest(?::text[], ?::text[], ?::bigint[]) as moved (topic, key, last)
                where stream.consumer = ? and stream.topic = moved.topic and stream.key = moved.key
                """)
                .param(Columns.texts(streams.keySet(), StreamKey::topic))
                .param(Columns.texts(streams.keySet(), StreamKey::key))
                .param(Columns.numbers(streams.values()))
                .param(consumer)
                .update();
        if (updated != streams.size()) {
            throw new IllegalStateException("A locked stream is gone");
        }
    }

    private void forget(String consumer, List<SequenceGap> closed) {
        if (closed.isEmpty()) {
            return;
        }
        int deleted = jdbc.sql("""
                delete from sequence_gap as gap
                using unnest(?::text[], ?::text[], ?::bigint[]) as closed (topic, key, first_missing)
                where gap.consumer = ? and gap.topic = closed.topic and gap.key = closed.key
                      and gap.first_missing = closed.first_missing
                """)
                .param(Columns.texts(closed, SequenceGap::topic))
                .param(Columns.texts(closed, SequenceGap::key))
                .param(Columns.numbers(closed, SequenceGap::first))
                .param(consumer)
                .update();
        // The upkeep may have given one of them up meanwhile, so that fewer are there than were read.
        assert deleted <= closed.size();
    }

    private void note(String consumer, List<SequenceGap> opened) {
        if (opened.isEmpty()) {
            return;
        }
        int noted = jdbc.sql("""
                insert into sequence_gap (consumer, topic, key, first_missing, last_missing)
                select ?, topic, key, first_missing, last_missing
                from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
                     as noted (topic, key, first_missing, last_missing)
                """)
                .param(consumer)
                .param(Columns.texts(opened, SequenceGap::topic))
                .param(Columns.texts(opened, SequenceGap::key))
                .param(Columns.numbers(opened, SequenceGap::first))
                .param(Columns.numbers(opened, SequenceGap::last))
                .update();
        assert noted == opened.size();
    }

    private static List<SequenceGap> ranges(
            String consumer,
            SortedMap<StreamKey, StreamProgress> streams,
            Function<StreamProgress, List<Missing>> which) {
        List<SequenceGap> ranges = new ArrayList<>();
        streams.forEach((key, stream) -> which.apply(stream)
                .forEach(range ->
                        ranges.add(new SequenceGap(consumer, key.topic(), key.key(), range.first(), range.last()))));
        return ranges;
    }
}
