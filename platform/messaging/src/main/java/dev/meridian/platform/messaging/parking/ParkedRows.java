package dev.meridian.platform.messaging.parking;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.sequences.StreamKey;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows behind {@link ParkedEvents}. */
final class ParkedRows {

    private static final int MOST_COUNTED = 1_000;
    private static final int CHUNK = 1_000;

    private final JdbcClient jdbc;

    ParkedRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(String consumer, List<Delivery> events) {
        List<IncomingEvent> told = events.stream().map(Delivery::event).toList();
        int inserted = jdbc.sql("""
                insert into parked_event (consumer, topic, key, sequence, event_id, type, event_time, headers, body,
                                          kafka_partition, kafka_offset)
                select ?, topic, key, sequence, event_id, type, event_time,
                       jsonb_strip_nulls(jsonb_build_object('ce_brand', told_of, 'traceparent', trace_parent)),
                       decode(body, 'base64'), kafka_partition, kafka_offset
                from unnest(?::text[], ?::text[], ?::bigint[], ?::uuid[], ?::text[], ?::timestamptz[], ?::text[],
                            ?::text[], ?::text[], ?::int[], ?::bigint[])
                     with ordinality as event (topic, key, sequence, event_id, type, event_time, told_of, trace_parent,
                                               body, kafka_partition, kafka_offset, position)
                order by position
                """)
                .param(consumer)
                .param(Columns.texts(told, IncomingEvent::topic))
                .param(Columns.texts(told, IncomingEvent::key))
                .param(Columns.numbers(told, IncomingEvent::sequence))
                .param(Columns.texts(told, event -> event.id()))
                .param(Columns.texts(told, IncomingEvent::type))
                .param(Columns.texts(told, event -> event.time()))
                .param(Columns.texts(told, ParkedRows::brand))
                .param(Columns.texts(told, IncomingEvent::traceParent))
                .param(Columns.texts(told, event -> Base64.getEncoder().encodeToString(event.body())))
                .param(Columns.integers(events, Delivery::partition))
                .param(Columns.numbers(events, Delivery::offset))
                .update();
        if (inserted != events.size()) {
            throw new IllegalStateException("Not every event was parked");
        }
    }

    /** Adds to what the consumer's limit is compared with; answers 0 when that would be too many. */
    int count(String consumer, int added, int limit) {
        return jdbc.sql("""
                insert into parked_total as total (consumer, events) values (?, ?)
                on conflict (consumer) do update set events = total.events + excluded.events
                    where total.events + excluded.events <= ?
                """).param(consumer).param(added).param(limit).update();
    }

    void delete(String consumer, Delivery handled) {
        StreamKey key = handled.stream();
        int removed = jdbc.sql("""
                with gone as (
                    delete from parked_event where consumer = ? and topic = ? and key = ? and event_id = ?
                    returning consumer)
                update parked_total as total set events = events - 1 from gone where total.consumer = gone.consumer
                """)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .param(handled.event().id())
                .update();
        free(consumer, key);
    }

    /** Frees a key of which nothing waits any more; what is in the dead letter topic is missing until it comes back. */
    void free(String consumer, StreamKey key) {
        int freed = jdbc.sql("""
                delete from parked_key as held where consumer = ? and topic = ? and key = ?
                and not exists (select from parked_event event where event.consumer = held.consumer
                                and event.topic = held.topic and event.key = held.key)
                and not exists (select from sequence_gap gap where gap.consumer = held.consumer
                                and gap.topic = held.topic and gap.key = held.key
                                and gap.first_missing <= held.beyond_last and gap.last_missing >= held.beyond_first)
                """)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .update();
    }

    /** How many events of a key are parked, counted up to the limit. */
    int countOfKey(String consumer, StreamKey key, int limit) {
        return jdbc.sql("""
                select count(*) from (
                    select from parked_event where consumer = ? and topic = ? and key = ? limit ?) few
                """)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .param(limit)
                .query(Integer.class)
                .single();
    }

    /** Notes that an event, which was noted as heard, has not been kept: it is missing. */
    void goBeyond(String consumer, Delivery event) {
        StreamKey key = event.stream();
        long sequence = event.event().sequence();
        int widened = jdbc.sql("""
                update sequence_gap set last_missing = ?
                where consumer = ? and topic = ? and key = ? and last_missing = ?
                """)
                .param(sequence)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .param(sequence - 1)
                .update();
        if (widened == 0) {
            int noted = jdbc.sql("""
                    insert into sequence_gap (consumer, topic, key, first_missing, last_missing) values (?, ?, ?, ?, ?)
                    on conflict do nothing
                    """)
                    .param(consumer)
                    .param(key.topic())
                    .param(key.key())
                    .param(sequence)
                    .param(sequence)
                    .update();
        }
        int stopped = jdbc.sql("""
                update parked_key set beyond_first = least(beyond_first, ?), beyond_last = greatest(beyond_last, ?)
                where consumer = ? and topic = ? and key = ?
                """)
                .param(sequence)
                .param(sequence)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .update();
        if (stopped != 1) {
            throw new IllegalStateException("A key that is not parked has nothing beyond");
        }
    }

    Optional<StreamKey> keyOf(String consumer, String topic, UUID event) {
        return jdbc.sql("select topic, key from parked_event where consumer = ? and topic = ? and event_id = ? limit 1")
                .param(consumer)
                .param(topic)
                .param(event)
                .query((row, number) -> new StreamKey(row.getString("topic"), row.getString("key")))
                .optional();
    }

    /** Removes all of a held key, and what is in the dead letter topic of it counts as given up. */
    int deleteAll(String consumer, StreamKey key) {
        int removed = jdbc.sql("""
                with gone as (
                    delete from parked_event where consumer = ? and topic = ? and key = ? returning consumer),
                counted as (
                    update parked_total as total set events = total.events - left_out.events
                    from (select consumer, count(*)::int as events from gone group by consumer) left_out
                    where total.consumer = left_out.consumer)
                select count(*) from gone
                """)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .query(Integer.class)
                .single();
        int closed = jdbc.sql("""
                delete from sequence_gap as gap using parked_key held
                where held.consumer = ? and held.topic = ? and held.key = ?
                      and gap.consumer = held.consumer and gap.topic = held.topic and gap.key = held.key
                      and gap.first_missing >= held.beyond_first and gap.last_missing <= held.beyond_last
                """)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .update();
        free(consumer, key);
        return removed;
    }

    /** The first event of the key that is parked. */
    Optional<Delivery> first(String consumer, StreamKey key) {
        return delivery(consumer, key, "");
    }

    /** The first event of the key, unless an earlier one has to come back from the dead letter topic. */
    Optional<Delivery> next(String consumer, StreamKey key) {
        return delivery(consumer, key, """
                and not exists (select from parked_key held join sequence_gap gap
                                on gap.consumer = held.consumer and gap.topic = held.topic and gap.key = held.key
                                where held.consumer = event.consumer and held.topic = event.topic
                                and held.key = event.key and gap.first_missing <= held.beyond_last
                                and gap.last_missing >= held.beyond_first
                                and gap.first_missing < event.sequence)
                """);
    }

    private Optional<Delivery> delivery(String consumer, StreamKey key, String condition) {
        return jdbc.sql("""
                select topic, key, sequence, event_id, type, event_time, headers->>'ce_brand' as told_of,
                       headers->>'traceparent' as trace_parent, body, kafka_partition, kafka_offset
                from (select * from parked_event where consumer = ? and topic = ? and key = ?
                      order by sequence, position limit 1) event
                where true
                """ + condition)
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .query(ParkedRows::delivery)
                .optional();
    }

    List<ParkedEvents.Parked> list(String topic, int max) {
        return jdbc.sql("""
                select held.consumer, held.failure, held.failed_at, first.*, behind.events as behind
                from (select * from parked_key where topic = ? order by parked_at, consumer, key limit ?) held
                cross join lateral (
                    select topic, key, sequence, event_id, type, event_time, headers->>'ce_brand' as told_of,
                           headers->>'traceparent' as trace_parent, ''::bytea as body, kafka_partition, kafka_offset
                    from parked_event event
                    where event.consumer = held.consumer and event.topic = held.topic and event.key = held.key
                    order by sequence, position limit 1) first
                cross join lateral (
                    select count(*) as events from (
                        select 1 from parked_event event
                        where event.consumer = held.consumer and event.topic = held.topic and event.key = held.key
                        offset 1 limit ?) counted) behind
                order by held.parked_at, held.consumer, held.key
                """)
                .param(topic)
                .param(max)
                .param(MOST_COUNTED)
                .query((row, number) -> new ParkedEvents.Parked(
                        row.getString("consumer"),
                        delivery(row, number),
                        row.getString("failure"),
                        Timestamps.instant(row, "failed_at"),
                        row.getInt("behind")))
                .list();
    }

    int giveUpOlderThan(Duration age) {
        int total = 0;
        int given;
        do {
            given = giveUpSome(age);
            total += given;
        } while (given == CHUNK);
        int freed = jdbc.sql("""
                delete from parked_key as held where parked_at < clock_timestamp() - make_interval(secs => ?)
                and not exists (select from parked_event event where event.consumer = held.consumer
                                and event.topic = held.topic and event.key = held.key)
                """).param((double) age.toSeconds()).update();
        return total;
    }

    private int giveUpSome(Duration age) {
        return jdbc.sql("""
                with old as (
                    delete from parked_event where ctid = any(array(
                        select ctid from parked_event
                        where parked_at < clock_timestamp() - make_interval(secs => ?) limit ?))
                    returning consumer, topic, key, sequence),
                counted as (
                    update parked_total as total set events = total.events - gone.events
                    from (select consumer, count(*)::int as events from old group by consumer) gone
                    where total.consumer = gone.consumer),
                missing as (
                    insert into sequence_gap (consumer, topic, key, first_missing, last_missing)
                    select consumer, topic, key, sequence, sequence from old where sequence > 0
                    on conflict do nothing)
                select count(*) from old
                """)
                .param((double) age.toSeconds())
                .param(CHUNK)
                .query(Integer.class)
                .single();
    }

    private static Delivery delivery(ResultSet row, int number) throws SQLException {
        String brand = row.getString("told_of");
        return new Delivery(
                new IncomingEvent(
                        row.getString("topic"),
                        row.getString("type"),
                        row.getObject("event_id", UUID.class),
                        row.getString("key"),
                        row.getLong("sequence"),
                        Timestamps.instant(row, "event_time"),
                        brand == null ? null : new Brand(brand),
                        row.getString("trace_parent"),
                        row.getBytes("body")),
                row.getInt("kafka_partition"),
                row.getLong("kafka_offset"));
    }

    private static @Nullable String brand(IncomingEvent event) {
        Brand brand = event.brand();
        return brand == null ? null : brand.key();
    }
}
