package dev.meridian.platform.messaging.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.messaging.wire.Traces;
import dev.meridian.platform.rows.Columns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The outbox as a table of the center's own database: two statements per call, however many events. */
public final class JdbcOutbox implements Outbox {

    /** Below the broker's default limit of one mebibyte, so that a stored event can always be sent. */
    private static final int LARGEST_BODY = 512 * 1024;

    private final JdbcClient jdbc;
    private final Traces traces;
    private final Runnable afterCommit;

    /**
     * @param afterCommit called once after each commit that appended something; must not throw or wait
     */
    public JdbcOutbox(JdbcClient jdbc, Traces traces, Runnable afterCommit) {
        this.jdbc = jdbc;
        this.traces = traces;
        this.afterCommit = afterCommit;
    }

    @Override
    public void appendAll(List<OutgoingEvent> events) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Events are appended by the transaction that makes them true");
        }
        if (events.isEmpty()) {
            return;
        }
        List<Row> rows = new ArrayList<>(events.size());
        Map<Stream, Long> next = firstSequences(events);
        for (OutgoingEvent event : events) {
            Stream stream = new Stream(event.topic(), event.key());
            long sequence = next.merge(stream, 1L, Long::sum) - 1;
            rows.add(new Row(event, body(event), sequence));
        }
        insert(rows);
        wakeRelayAfterCommit();
    }

    /**
     * Takes as many sequences per stream as there are events for it, in the current epoch, locking the streams in one order
     * for everybody.
     */
    private Map<Stream, Long> firstSequences(List<OutgoingEvent> events) {
        TreeMap<Stream, Long> counts = new TreeMap<>();
        for (OutgoingEvent event : events) {
            long unused = counts.merge(new Stream(event.topic(), event.key()), 1L, Long::sum);
        }
        @Nullable String[] topics = Columns.texts(counts.keySet(), Stream::topic);
        @Nullable String[] keys = Columns.texts(counts.keySet(), Stream::key);
        long[] added = Columns.numbers(counts.values());
        Map<Stream, Long> first = HashMap.newHashMap(counts.size());
        jdbc.sql("""
                insert into outbox_stream as stream (topic, key, last_sequence)
                select topic, key, epoch * 1000000000000 + added
                from unnest(?::text[], ?::text[], ?::bigint[]) with ordinality as wanted (topic, key, added, position)
                cross join outbox_epoch
                order by position
                on conflict (topic, key) do update
                    set last_sequence = greatest(stream.last_sequence, excluded.last_sequence / 1000000000000 * 1000000000000)
                                        + excluded.last_sequence % 1000000000000
                returning topic, key, last_sequence
                """).param(topics).param(keys).param(added).query(row -> {
            Stream stream = new Stream(row.getString("topic"), row.getString("key"));
            first.put(stream, row.getLong("last_sequence") - counts.getOrDefault(stream, 0L) + 1);
        });
        return first;
    }

    private void insert(List<Row> rows) {
        int unused = jdbc.sql("""
                insert into outbox (id, topic, aggregate_id, sequence, type, payload,
                                    event_time, event_brand, traceparent, shard)
                select id, topic, aggregate_id, sequence, type, payload, event_time, event_brand, ?, shard
                from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[],
                            ?::timestamptz[], ?::text[], ?::smallint[])
                     as event (id, topic, aggregate_id, sequence, type, payload, event_time, event_brand, shard)
                """)
                .param(traces.current())
                .param(Columns.texts(rows, row -> row.event().id()))
                .param(Columns.texts(rows, row -> row.event().topic()))
                .param(Columns.texts(rows, row -> row.event().key()))
                .param(Columns.numbers(rows, Row::sequence))
                .param(Columns.texts(rows, row -> row.event().type()))
                .param(Columns.texts(rows, Row::payload))
                .param(Columns.texts(rows, row -> row.event().time()))
                .param(Columns.texts(rows, Row::brand))
                .param(Columns.integers(rows, Row::shard))
                .update();
    }

    private void wakeRelayAfterCommit() {
        if (TransactionSynchronizationManager.hasResource(this)) {
            return;
        }
        TransactionSynchronizationManager.bindResource(this, Boolean.TRUE);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void suspend() {
                Object unused = TransactionSynchronizationManager.unbindResource(JdbcOutbox.this);
            }

            @Override
            public void resume() {
                TransactionSynchronizationManager.bindResource(JdbcOutbox.this, Boolean.TRUE);
            }

            @Override
            public void afterCommit() {
                afterCommit.run();
            }

            @Override
            public void afterCompletion(int status) {
                Object unused = TransactionSynchronizationManager.unbindResourceIfPossible(JdbcOutbox.this);
            }
        });
    }

    private static String body(OutgoingEvent event) {
        byte[] body = event.body();
        if (body.length > LARGEST_BODY) {
            throw new IllegalArgumentException(
                    "An event of type " + event.type() + " has " + body.length + " bytes, over " + LARGEST_BODY);
        }
        return new String(body, UTF_8);
    }

    private record Row(OutgoingEvent event, String payload, long sequence) {

        @Nullable
        String brand() {
            Brand brand = event.brand();
            return brand == null ? null : brand.key();
        }

        int shard() {
            return Shards.of(event.topic(), event.key());
        }
    }

    private record Stream(String topic, String key) implements Comparable<Stream> {

        private static final Comparator<Stream> ORDER =
                Comparator.comparing(Stream::topic).thenComparing(Stream::key);

        @Override
        public int compareTo(Stream other) {
            return ORDER.compare(this, other);
        }
    }
}
