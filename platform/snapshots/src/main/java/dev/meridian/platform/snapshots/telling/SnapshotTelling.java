package dev.meridian.platform.snapshots.telling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.snapshots.Facts;
import dev.meridian.platform.snapshots.SnapshotSource;
import dev.meridian.platform.snapshots.Subject;
import dev.meridian.platform.snapshots.messages.SnapshotEnded;
import dev.meridian.platform.snapshots.messages.SnapshotTold;
import dev.meridian.platform.snapshots.messages.SnapshotTold.Stream;
import dev.meridian.platform.snapshots.messages.SnapshotTypes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells portions of a run: reads each in one transaction that sees one state of the database, gives the connection back,
 * and waits for Kafka without one. What a crash makes it tell twice is told twice, which is safe.
 */
final class SnapshotTelling {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTelling.class);
    /** So few that the heaviest customers there may be fit into memory together. */
    private static final int SUBJECTS = 10;

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final int MESSAGES = 16;

    private final SnapshotSource source;
    private final SnapshotRuns runs;
    private final EventPublisher publisher;
    private final TransactionOperations reading;
    private final TransactionOperations writing;
    private final Clock clock;
    private final SnapshotTypes types;

    /**
     * @param reading transactions that see one state of the database from their first statement on
     * @param writing ordinary ones
     */
    SnapshotTelling(
            SnapshotSource source,
            SnapshotRuns runs,
            EventPublisher publisher,
            TransactionOperations reading,
            TransactionOperations writing,
            Clock clock) {
        this.source = source;
        this.runs = runs;
        this.publisher = publisher;
        this.reading = reading;
        this.writing = writing;
        this.clock = clock;
        this.types = SnapshotTypes.of(source.topic());
    }

    /** What was read at one moment of a portion: subjects, each with its streams. */
    private record Portion(List<UUID> chosen, List<Told> told) {}

    private record Told(Subject subject, List<Stream> streams) {}

    /** @param living whether the subject is still one of its own: it may have been absorbed since its first part */
    private record Further(Facts facts, List<Stream> streams, boolean living) {}

    /** Works on the oldest run that nobody works on, until it has ended, is stopped, or the process ends; answers whether there was one. */
    boolean tellOne(Supplier<Boolean> goOn) {
        Optional<SnapshotRun> leased = inGroup(writing, runs::lease);
        leased.ifPresent(run -> {
            SnapshotRun told = run;
            while (goOn.get()) {
                Portion portion = read(told);
                if (portion.chosen().isEmpty()) {
                    if (run.keys() != null || tellRegrouped(told)) {
                        end(told);
                    }
                    return;
                }
                if (!tell(told, run.lease(), portion)) {
                    return;
                }
                told = told.after(portion.chosen().getLast(), portion.told().size());
                if (!advance(told)) {
                    return;
                }
                if (run.keys() == null && inGroup(writing, runs::fewAreWaitedFor)) {
                    break;
                }
            }
            SnapshotRun left = told;
            boolean released = inGroup(writing, () -> runs.release(left));
            LOG.atDebug().addKeyValue("released", released).log("A snapshot run is left to others");
        });
        return leased.isPresent();
    }

    /**
     * Tells those again who have absorbed others while the run went on: who absorbs somebody that was still to be told,
     * after having been told, would be told without them.
     */
    private boolean tellRegrouped(SnapshotRun run) {
        List<UUID> again = inGroup(
                reading,
                () -> List.copyOf(source.regroupedSince(run.requestedAt().minus(CLOCKS_DIFFER))));
        for (int from = 0; from < again.size(); from += SUBJECTS) {
            List<UUID> some = again.subList(from, Math.min(again.size(), from + SUBJECTS));
            if (!tell(run, again(run), read(() -> some)) || !advance(run)) {
                return false;
            }
        }
        return true;
    }

    /** Names the second reading of a subject under one lease. */
    private static UUID again(SnapshotRun run) {
        return UUID.nameUUIDFromBytes((run.lease() + "/again").getBytes(UTF_8));
    }

    private Portion read(SnapshotRun run) {
        return read(() -> chosen(run));
    }

    private Portion read(Supplier<List<UUID>> choice) {
        return inGroup(reading, () -> {
            List<UUID> chosen = choice.get();
            List<Told> told = source.tell(chosen).stream()
                    .map(subject -> new Told(subject, streams(subject.keys())))
                    .toList();
            return new Portion(chosen, told);
        });
    }

    private List<UUID> chosen(SnapshotRun run) {
        List<String> keys = run.keys();
        if (keys == null) {
            return source.next(run.reached(), SUBJECTS);
        }
        // As text, ids are in the order that PostgreSQL has them in; as Java compares them they are not.
        return source.standingFor(keys).stream()
                .map(UUID::toString)
                .sorted()
                .filter(id ->
                        run.reached() == null || id.compareTo(run.reached().toString()) > 0)
                .limit(SUBJECTS)
                .map(UUID::fromString)
                .toList();
    }

    /** Answers whether the run is still this process's. */
    private boolean tell(SnapshotRun run, UUID reading, Portion portion) {
        List<SnapshotTold> messages = new ArrayList<>();
        for (Told told : portion.told()) {
            Subject subject = told.subject();
            SnapshotParts parts = new SnapshotParts(run.id(), subject.id(), told.streams());
            parts.state(subject.state());
            parts.facts(subject.facts(), told.streams());
            boolean more = subject.facts().more();
            while (more) {
                messages.addAll(parts.full());
                if (!publishFull(run, reading, messages)) {
                    return false;
                }
                Further further = further(subject, parts);
                if (!further.living()) {
                    parts.giveUp();
                    break;
                }
                parts.facts(further.facts(), further.streams());
                more = further.facts().more();
            }
            messages.addAll(parts.rest());
            if (!publishFull(run, reading, messages)) {
                return false;
            }
        }
        publish(reading, messages);
        return true;
    }

    private Further further(Subject subject, SnapshotParts parts) {
        return inGroup(
                reading,
                () -> new Further(
                        source.further(subject.id(), Objects.requireNonNull(parts.reached())),
                        streams(subject.keys()),
                        source.standingFor(Set.of(subject.id().toString())).contains(subject.id())));
    }

    private List<Stream> streams(Set<String> keys) {
        return runs.streams(source.retold(), List.copyOf(keys)).stream()
                .map(row -> new Stream(row.topic(), row.key(), row.sequence()))
                .sorted(Comparator.comparing(Stream::topic).thenComparing(Stream::key))
                .toList();
    }

    private boolean publishFull(SnapshotRun run, UUID reading, List<SnapshotTold> messages) {
        boolean ours = true;
        while (ours && messages.size() >= MESSAGES) {
            List<SnapshotTold> some = messages.subList(0, MESSAGES);
            publish(reading, some);
            some.clear();
            ours = advance(run);
        }
        return ours;
    }

    private void publish(UUID reading, List<SnapshotTold> messages) {
        if (!messages.isEmpty()) {
            publisher.publishAndWait(
                    messages.stream().map(part -> event(reading, part)).toList());
        }
    }

    private OutgoingEvent event(UUID reading, SnapshotTold part) {
        // Read anew after a crash it is another reading, whose parts say other things: none of it may pass for a
        // repeat.
        return outgoing(
                types.told(),
                part.runId() + "/" + reading + "/" + part.subject() + "/" + part.number(),
                part.subject().toString(),
                part);
    }

    private void end(SnapshotRun run) {
        publisher.publishAndWait(List.of(outgoing(
                types.ended(), run.id() + "/ended", run.id().toString(), new SnapshotEnded(run.id(), run.subjects()))));
        boolean finished = inGroup(writing, () -> runs.finish(run));
        LOG.atInfo()
                .addKeyValue("run", run.id())
                .addKeyValue("subjects", run.subjects())
                .addKeyValue("finished", finished)
                .log("Everything was told again");
    }

    private OutgoingEvent outgoing(String type, String name, String key, Object data) {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(UTF_8));
        return new OutgoingEvent(source.topic(), type, id, key, clock.instant(), null, data);
    }

    private boolean advance(SnapshotRun run) {
        return inGroup(writing, () -> runs.advance(run));
    }

    private static <R> R inGroup(TransactionOperations transactions, Supplier<R> work) {
        return ActiveBrandScope.call(
                BrandScope.group(), () -> Objects.requireNonNull(transactions.execute(status -> work.get())));
    }
}
