package dev.meridian.platform.messaging.sequences;

import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.SequenceGap;
import dev.meridian.platform.messaging.SequenceGaps;
import dev.meridian.platform.messaging.sequences.StreamProgress.Meaning;
import dev.meridian.platform.messaging.sequences.StreamProgress.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Remembers how far each consumer has come in each topic and key, in the transaction that holds the events' effect: a
 * sequence that is not above the last one and not known to be missing is a repeat. Needs producers that give out
 * sequences without gaps, which the outbox does.
 */
public final class ConsumedStreams implements SequenceGaps {

    private final StreamRows rows;

    public ConsumedStreams(JdbcClient jdbc) {
        this.rows = new StreamRows(jdbc);
    }

    /**
     * Notes the events as given, holding their keys' rows until the transaction ends. If another transaction has been
     * given one of the keys, this waits for its end.
     *
     * @param events with sequences, in the order in which they came
     * @param beginsAnywhere whether a key heard of for the first time may begin behind its first event without anything
     *     being missed
     * @throws org.springframework.dao.ConcurrencyFailureException if another transaction was given the first events of
     *     a key meanwhile; the same again gets through
     */
    public Admitted admit(String consumer, List<IncomingEvent> events, boolean beginsAnywhere) {
        TreeMap<StreamKey, List<IncomingEvent>> byStream = new TreeMap<>();
        for (IncomingEvent event : events) {
            byStream.computeIfAbsent(new StreamKey(event.topic(), event.key()), unused -> new ArrayList<>())
                    .add(event);
        }
        Map<StreamKey, Long> before = rows.lock(consumer, byStream.keySet());
        TreeMap<StreamKey, StreamProgress> streams =
                load(consumer, byStream.keySet(), before, looksBack(byStream, before));
        List<Boolean> isFresh = new ArrayList<>(events.size());
        for (IncomingEvent event : events) {
            StreamProgress stream = Objects.requireNonNull(streams.get(new StreamKey(event.topic(), event.key())));
            if (beginsAnywhere) {
                stream.beginAt(event.sequence());
            }
            isFresh.add(stream.hear(event.sequence()) == Meaning.NEW);
        }
        rows.write(consumer, before, streams);
        return new Admitted(chosen(events, isFresh), noticed(consumer, streams));
    }

    @Override
    public List<SequenceGap> open(String consumer, int max) {
        return rows.oldestMissing(consumer, max);
    }

    @Override
    public boolean close(SequenceGap gap) {
        StreamKey key = new StreamKey(gap.topic(), gap.key());
        List<StreamKey> keys = List.of(key);
        Map<StreamKey, Long> before = rows.lock(gap.consumer(), keys);
        TreeMap<StreamKey, StreamProgress> streams = load(gap.consumer(), keys, before, before.keySet());
        boolean wasOpen = Objects.requireNonNull(streams.get(key)).fill(gap.first(), gap.last());
        rows.write(gap.consumer(), before, streams);
        return wasOpen;
    }

    @Override
    public void caughtUp(String consumer, String topic, Map<String, Long> sequences) {
        TreeSet<StreamKey> keys = new TreeSet<>();
        sequences.keySet().forEach(key -> keys.add(new StreamKey(topic, key)));
        Map<StreamKey, Long> before = rows.lock(consumer, keys);
        TreeMap<StreamKey, StreamProgress> streams = load(consumer, keys, before, before.keySet());
        streams.forEach((key, stream) -> stream.catchUpTo(sequences.getOrDefault(key.key(), 0L)));
        rows.write(consumer, before, streams);
    }

    @Override
    public Map<String, Long> lock(String consumer, String topic, Collection<String> keys) {
        TreeSet<StreamKey> streams = new TreeSet<>();
        keys.forEach(key -> streams.add(new StreamKey(topic, key)));
        Map<String, Long> last = new HashMap<>();
        rows.lock(consumer, streams).forEach((stream, sequence) -> last.put(stream.key(), sequence));
        return last;
    }

    /**
     * Forgets gaps that were noticed longer ago than that, and the oldest of more than so many: an event of theirs that
     * comes after all is taken for a repeat.
     *
     * @return how many
     */
    public int giveUp(Duration age, int most) {
        return rows.giveUp(age, most);
    }

    /** The streams of which something came that is not behind everything: it may be a repeat, or have been missing. */
    private static List<StreamKey> looksBack(
            TreeMap<StreamKey, List<IncomingEvent>> byStream, Map<StreamKey, Long> before) {
        return byStream.entrySet().stream()
                .filter(stream -> stream.getValue().stream()
                        .anyMatch(event -> event.sequence() <= before.getOrDefault(stream.getKey(), 0L)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private TreeMap<StreamKey, StreamProgress> load(
            String consumer,
            Collection<StreamKey> keys,
            Map<StreamKey, Long> before,
            Collection<StreamKey> withMissing) {
        Map<StreamKey, List<Missing>> missing = rows.missing(consumer, withMissing);
        TreeMap<StreamKey, StreamProgress> streams = new TreeMap<>();
        for (StreamKey key : keys) {
            streams.put(key, new StreamProgress(before.getOrDefault(key, 0L), missing.getOrDefault(key, List.of())));
        }
        return streams;
    }

    private static List<IncomingEvent> chosen(List<IncomingEvent> events, List<Boolean> isFresh) {
        List<IncomingEvent> fresh = new ArrayList<>(events.size());
        for (int index = 0; index < events.size(); index++) {
            if (isFresh.get(index)) {
                fresh.add(events.get(index));
            }
        }
        return fresh;
    }

    private static List<SequenceGap> noticed(String consumer, Map<StreamKey, StreamProgress> streams) {
        List<SequenceGap> gaps = new ArrayList<>();
        streams.forEach((key, stream) -> stream.noticed()
                .forEach(gap -> gaps.add(new SequenceGap(consumer, key.topic(), key.key(), gap.first(), gap.last()))));
        return gaps;
    }
}
