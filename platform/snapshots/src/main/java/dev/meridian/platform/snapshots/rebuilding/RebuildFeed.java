package dev.meridian.platform.snapshots.rebuilding;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.SequenceGaps;
import dev.meridian.platform.snapshots.Projection;
import dev.meridian.platform.snapshots.ToldPart;
import dev.meridian.platform.snapshots.messages.SnapshotEnded;
import dev.meridian.platform.snapshots.messages.SnapshotTold;
import dev.meridian.platform.snapshots.messages.SnapshotTold.Stream;
import dev.meridian.platform.snapshots.messages.SnapshotTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Applies what an owner tells again, while live events go on coming. The followers' streams are locked first, as a live
 * event does, so that nothing is heard of a subject while what was told of it takes effect. Whoever has heard nothing
 * later than what was told must agree with it, and what differs is put right; to whoever is ahead only what is missing is
 * added, which is safe in any order.
 */
final class RebuildFeed {

    private final Projection projection;
    private final RebuildRows rows;
    private final SequenceGaps sequences;
    private final SnapshotTypes types;

    RebuildFeed(Projection projection, RebuildRows rows, SequenceGaps sequences) {
        this.projection = projection;
        this.rows = rows;
        this.sequences = sequences;
        this.types = SnapshotTypes.of(projection.topic());
    }

    /** The consumer that hears what is told again. */
    static String consumer(Projection projection) {
        return projection.center() + ".snapshot";
    }

    EventSubscription subscription() {
        return EventSubscription.ofBatches(
                        consumer(projection),
                        List.of(projection.topic()),
                        Set.of(types.told(), types.ended()),
                        this::handle)
                .inGroup("what is told of a subject comes from every brand that knows it");
    }

    private void handle(List<IncomingEvent> events) {
        List<SnapshotTold> told = new ArrayList<>();
        List<SnapshotEnded> ended = new ArrayList<>();
        for (IncomingEvent event : events) {
            if (event.type().equals(types.told())) {
                told.add(event.data(SnapshotTold.class));
            } else {
                ended.add(event.data(SnapshotEnded.class));
            }
        }
        Set<UUID> runs = told.stream().map(SnapshotTold::runId).collect(Collectors.toCollection(TreeSet::new));
        ended.forEach(end -> runs.add(end.runId()));
        Set<UUID> ours = rows.known(runs);
        apply(told.stream().filter(part -> ours.contains(part.runId())).toList());
        ended.stream()
                .filter(end -> ours.contains(end.runId()))
                .forEach(end -> rows.expect(end.runId(), end.subjects()));
    }

    private void apply(List<SnapshotTold> told) {
        if (told.isEmpty()) {
            return;
        }
        Map<String, Map<String, Long>> heard = new TreeMap<>();
        List<ToldPart> parts = settle(told, heard);
        Projection.Corrected corrected = projection.correction().correct(parts);
        for (EventSubscription follower : projection.fedBy()) {
            List<IncomingEvent> events = parts.stream()
                    .flatMap(part -> part.events().stream())
                    .filter(event -> follower.topics().contains(event.topic())
                            && follower.types().contains(event.type()))
                    .toList();
            if (!events.isEmpty()) {
                follower.handler().handle(events);
            }
        }
        expectNobodyBegan(told, heard);
        corrected.afterwards().run();
        advance(told, corrected.rows());
    }

    /** Notes how far the followers have come by this, and finds out which parts they have heard nothing later of. */
    private List<ToldPart> settle(List<SnapshotTold> told, Map<String, Map<String, Long>> heardByFollower) {
        Set<Integer> ahead = new TreeSet<>();
        for (EventSubscription follower : projection.fedBy()) {
            for (String topic : new TreeSet<>(follower.topics())) {
                Map<String, Long> heard = sequences.lock(follower.consumer(), topic, keys(told, topic));
                heardByFollower.put(follower.consumer() + "/" + topic, heard);
                for (int index = 0; index < told.size(); index++) {
                    if (isAhead(told.get(index), topic, heard)) {
                        ahead.add(index);
                    }
                }
                Map<String, Long> settled = settled(told, topic);
                if (!settled.isEmpty()) {
                    sequences.caughtUp(follower.consumer(), topic, settled);
                }
            }
        }
        List<ToldPart> parts = new ArrayList<>(told.size());
        for (int index = 0; index < told.size(); index++) {
            SnapshotTold part = told.get(index);
            parts.add(new ToldPart(
                    part.subject(),
                    part.covered(),
                    !ahead.contains(index),
                    part.events().stream().map(RebuildFeed::event).toList()));
        }
        return parts;
    }

    /**
     * A stream that nobody had heard of has no row to lock. Where its first event has taken effect meanwhile, what was
     * put right may have been right before: the same again sees it.
     */
    private void expectNobodyBegan(List<SnapshotTold> told, Map<String, Map<String, Long>> before) {
        for (EventSubscription follower : projection.fedBy()) {
            for (String topic : new TreeSet<>(follower.topics())) {
                Set<String> known = before.getOrDefault(follower.consumer() + "/" + topic, Map.of())
                        .keySet();
                Set<String> settled = settled(told, topic).keySet();
                boolean began = sequences.lock(follower.consumer(), topic, keys(told, topic)).keySet().stream()
                        .anyMatch(key -> !known.contains(key) && !settled.contains(key));
                if (began) {
                    throw new ConcurrencyFailureException("The first event of a customer came while it was rebuilt");
                }
            }
        }
    }

    private static Set<String> keys(Collection<SnapshotTold> told, String topic) {
        Set<String> keys = new TreeSet<>();
        told.forEach(part -> streams(part, topic).forEach(stream -> keys.add(stream.key())));
        return keys;
    }

    private static boolean isAhead(SnapshotTold part, String topic, Map<String, Long> heard) {
        return streams(part, topic).stream()
                .anyMatch(stream -> heard.getOrDefault(stream.key(), 0L) > stream.sequence());
    }

    private static List<Stream> streams(SnapshotTold part, String topic) {
        return part.streams().stream()
                .filter(stream -> stream.topic().equals(topic))
                .toList();
    }

    private static Map<String, Long> settled(Collection<SnapshotTold> told, String topic) {
        Map<String, Long> settled = new TreeMap<>();
        for (SnapshotTold part : told) {
            List<Stream> streams = part.settled();
            if (streams != null) {
                streams.stream()
                        .filter(stream -> stream.topic().equals(topic) && stream.sequence() > 0)
                        .forEach(stream -> settled.merge(stream.key(), stream.sequence(), Math::max));
            }
        }
        return settled;
    }

    private static IncomingEvent event(SnapshotTold.Event told) {
        return new IncomingEvent(
                told.topic(),
                told.type(),
                told.id(),
                told.key(),
                0,
                told.time(),
                told.brand() == null ? null : new Brand(told.brand()),
                null,
                told.body().getBytes(UTF_8));
    }

    private void advance(List<SnapshotTold> told, int corrected) {
        Map<UUID, List<SnapshotTold>> byRun = new LinkedHashMap<>();
        told.forEach(part ->
                byRun.computeIfAbsent(part.runId(), unused -> new ArrayList<>()).add(part));
        Map<UUID, Integer> wrong = new HashMap<>();
        // Rows are put right for a batch; it is nearly always one run's.
        wrong.put(told.getFirst().runId(), corrected);
        byRun.forEach((run, parts) -> rows.advance(
                run,
                rows.first(
                        run,
                        parts.stream()
                                .filter(SnapshotTold::last)
                                .map(SnapshotTold::subject)
                                .distinct()
                                .toList()),
                wrong.getOrDefault(run, 0),
                parts.stream()
                        .map(SnapshotTold::subject)
                        .max((one, other) -> one.toString().compareTo(other.toString()))
                        .orElse(null)));
    }
}
