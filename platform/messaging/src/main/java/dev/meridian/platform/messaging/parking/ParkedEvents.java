package dev.meridian.platform.messaging.parking;

import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.sequences.StreamKey;
import dev.meridian.platform.rows.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The parked keys and their events. A key is parked when one of its events cannot be handled; from then on its new
 * events are parked too, until all of them were taken up. Whoever adds to a key holds it in share, whoever takes from it
 * holds it alone, so that none is left behind.
 */
public final class ParkedEvents {

    private final JdbcClient jdbc;
    private final ParkedRows rows;
    private final int limit;
    private final int limitOfKey;

    /**
     * @param limit most events of one consumer
     * @param limitOfKey most events of one of its keys
     */
    public ParkedEvents(JdbcClient jdbc, int limit, int limitOfKey) {
        this.jdbc = jdbc;
        this.rows = new ParkedRows(jdbc);
        this.limit = limit;
        this.limitOfKey = limitOfKey;
    }

    /** Those of the keys that are parked; they stay so until the running transaction ends. */
    public Set<StreamKey> parked(String consumer, Collection<StreamKey> keys) {
        TreeSet<StreamKey> inOrder = new TreeSet<>(keys);
        Set<StreamKey> parked = new HashSet<>();
        jdbc.sql("""
                select held.topic, held.key
                from unnest(?::text[], ?::text[]) as wanted (topic, key)
                cross join lateral (
                    select topic, key from parked_key
                    where consumer = ? and topic = wanted.topic and key = wanted.key
                    for share) held
                """)
                .param(Columns.texts(inOrder, StreamKey::topic))
                .param(Columns.texts(inOrder, StreamKey::key))
                .param(consumer)
                .query(row -> {
                    boolean added = parked.add(new StreamKey(row.getString("topic"), row.getString("key")));
                });
        return parked;
    }

    /**
     * Parks the event's key because of it.
     *
     * @param failure its class is kept, its message is not: it may quote what the event said about a person
     * @return the event, where its key has as many as one may have; it is for the dead letter topic
     * @throws ParkingFull at the consumer's limit
     */
    public List<Delivery> park(String consumer, Delivery poison, Throwable failure) {
        IncomingEvent event = poison.event();
        int parked = jdbc.sql("""
                insert into parked_key (consumer, topic, key, failure) values (?, ?, ?, ?) on conflict do nothing
                """)
                .param(consumer)
                .param(event.topic())
                .param(event.key())
                .param(failure.getClass().getName())
                .update();
        return append(consumer, List.of(poison));
    }

    /**
     * Puts events behind those of their parked keys. A key that has as many as one key may have stops by itself: what
     * comes then is not kept here, and its sequences are missing until it comes back.
     *
     * @return the events that are beyond, in their order; they are for the dead letter topic
     * @throws ParkingFull at the consumer's limit
     */
    public List<Delivery> append(String consumer, List<Delivery> events) {
        Map<StreamKey, Integer> room = new HashMap<>();
        List<Delivery> kept = new ArrayList<>(events.size());
        List<Delivery> beyond = new ArrayList<>();
        for (Delivery event : events) {
            int left = room.computeIfAbsent(
                    event.stream(), key -> limitOfKey - rows.countOfKey(consumer, key, limitOfKey));
            (left > 0 ? kept : beyond).add(event);
            room.put(event.stream(), left - 1);
        }
        if (!kept.isEmpty()) {
            rows.insert(consumer, kept);
            if (kept.size() > limit || rows.count(consumer, kept.size(), limit) == 0) {
                throw new ParkingFull(consumer, limit);
            }
        }
        beyond.stream().filter(event -> event.event().sequence() > 0).forEach(event -> rows.goBeyond(consumer, event));
        return beyond;
    }

    /** Whether a parked key is held by this event. */
    public boolean holds(String consumer, String topic, UUID event) {
        return rows.keyOf(consumer, topic, event)
                .flatMap(key -> rows.first(consumer, key))
                .filter(first -> first.event().id().equals(event))
                .isPresent();
    }

    /**
     * Gives up, for good, the event that holds a parked key, and the key goes on with the one behind it.
     *
     * @param event the one that holds its key
     * @param withAllBehind also what waits behind it, here and in the dead letter topic
     * @return how many events of those here; 0 where no parked key is held by this event
     */
    public int discard(String consumer, String topic, UUID event, boolean withAllBehind) {
        StreamKey key = rows.keyOf(consumer, topic, event).orElse(null);
        if (key == null || !hold(consumer, key)) {
            return 0;
        }
        Delivery held = rows.first(consumer, key).orElse(null);
        if (held == null || !held.event().id().equals(event)) {
            return 0;
        }
        if (withAllBehind) {
            return rows.deleteAll(consumer, key);
        }
        rows.delete(consumer, held);
        return 1;
    }

    /** The parked keys of a topic, those parked first at the beginning. */
    public List<StreamKey> keys(String consumer, String topic, int max) {
        return jdbc.sql("""
                select topic, key from parked_key where consumer = ? and topic = ? order by failed_at, key limit ?
                """)
                .param(consumer)
                .param(topic)
                .param(max)
                .query((row, number) -> new StreamKey(row.getString("topic"), row.getString("key")))
                .list();
    }

    /**
     * The event of the key that is to be taken up next; empty where none is parked, or an earlier one has to come back from
     * the dead letter topic first.
     */
    public Optional<Delivery> next(String consumer, StreamKey key) {
        return rows.next(consumer, key);
    }

    /** Frees a key of which nothing waits any more, neither here nor in the dead letter topic. */
    public void freeIfDone(String consumer, StreamKey key) {
        rows.free(consumer, key);
    }

    /** Holds the key alone until the running transaction ends; answers whether it is parked at all. */
    public boolean hold(String consumer, StreamKey key) {
        return jdbc.sql("select 1 from parked_key where consumer = ? and topic = ? and key = ? for update")
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** Removes the next event of a held key, which was handled; the key is free again when it was the last one. */
    public void remove(String consumer, Delivery handled) {
        rows.delete(consumer, handled);
    }

    /** Notes that the key's next event failed again. */
    public void failedAgain(String consumer, StreamKey key, Throwable failure) {
        int noted = jdbc.sql("""
                update parked_key set attempts = attempts + 1, failure = ?, failed_at = clock_timestamp()
                where consumer = ? and topic = ? and key = ?
                """)
                .param(failure.getClass().getName())
                .param(consumer)
                .param(key.topic())
                .param(key.key())
                .update();
    }

    /** What holds the keys of a topic, for operators: per parked key the event that is next, and what waits behind it. */
    public List<Parked> list(String topic, int max) {
        return rows.list(topic, max);
    }

    /** How many events of the consumer are parked. */
    public int count(String consumer) {
        return jdbc.sql("select events from parked_total where consumer = ?")
                .param(consumer)
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /**
     * Gives up events parked longer ago than anybody will take them up; those with sequences become gaps.
     *
     * @return how many
     */
    public int giveUpOlderThan(Duration age) {
        return rows.giveUpOlderThan(age);
    }

    /**
     * A parked key as operators see it.
     *
     * @param next its body is left out
     * @param behind how many events wait behind that one, as far as they were counted
     */
    public record Parked(String consumer, Delivery next, String failure, Instant failedAt, int behind) {}
}
