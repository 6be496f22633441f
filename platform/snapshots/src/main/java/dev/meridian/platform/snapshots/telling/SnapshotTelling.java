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
 * and waits for Kafka without one. What a crash makes it tell twice has the same ids.
 */
final class SnapshotTelling {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTelling.class);
    private static final int SUBJECTS = 50;
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

    private record Further(Facts facts, List<Stream> streams) {}

    /** Works on the oldest run that nobody works on, until it has ended, is stopped, or the process ends; answers whether there was one. */
    boolean tellOne(Supplier<Boolean> goOn) {
        Optional<SnapshotRun> leased = inGroup(writing, runs::lease);
        leased.ifPresent(run -> {
            SnapshotRun told = run;
            while (goOn.get()) {
                Portion portion = read(told);
                if (portion.chosen().isEmpty()) {
                    end(told);
                    return;
                }
                if (!tell(told, portion)) {
                    return;
                }
                told = told.after(portion.chosen().getLast(), portion.told().size());
                if (!advance(told)) {
                    return;
                }
            }
            SnapshotRun left = told;
            boolean released = inGroup(writing, () -> runs.release(left));
            LOG.atDebug().addKeyValue("released", released).log("A snapshot run is left to others");
        });
        return leased.isPresent();
    }

    private Portion read(SnapshotRun run) {
        return inGroup(reading, () -> {
            List<UUID> chosen = chosen(run);
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
    private boolean tell(SnapshotRun run, Portion portion) {
        List<SnapshotTold> messages = new ArrayList<>();
        for (Told told : portion.told()) {
            Subject subject = told.subject();
            SnapshotParts parts = new SnapshotParts(run.id(), subject.id(), told.streams());
            parts.state(subject.state());
            parts.facts(subject.facts(), told.streams());
            boolean more = subject.facts().more();
            while (more) {
                messages.addAll(parts.full());
                if (!publishFull(run, messages)) {
                    return false;
                }
                Further further = further(subject, parts);
                parts.facts(further.facts(), further.streams());
                more = further.facts().more();
            }
            messages.addAll(parts.rest());
            if (!publishFull(run, messages)) {
                return false;
            }
        }
        publish(messages);
        return true;
    }

    private Further further(Subject subject, SnapshotParts parts) {
        return inGroup(
                reading,
                () -> new Further(
                        source.further(subject.id(), Objects.requireNonNull(parts.reached())),
                        streams(subject.keys())));
    }

    private List<Stream> streams(Set<String> keys) {
        return runs.streams(source.retold(), List.copyOf(keys)).stream()
                .map(row -> new Stream(row.topic(), row.key(), row.sequence()))
                .sorted(Comparator.comparing(Stream::topic).thenComparing(Stream::key))
                .toList();
    }

    private boolean publishFull(SnapshotRun run, List<SnapshotTold> messages) {
        boolean ours = true;
        while (ours && messages.size() >= MESSAGES) {
            List<SnapshotTold> some = messages.subList(0, MESSAGES);
            publish(some);
            some.clear();
            ours = advance(run);
        }
        return ours;
    }

    private void publish(List<SnapshotTold> messages) {
        if (!messages.isEmpty()) {
            publisher.publishAndWait(messages.stream().map(this::event).toList());
        }
    }

    private OutgoingEvent event(SnapshotTold part) {
        // The last part is the last one under any number: cut anew after a crash, there may be more or fewer.
        String number = part.last() ? "last" : Integer.toString(part.number());
        return outgoing(
                types.told(),
                part.runId() + "/" + part.subject() + "/" + number,
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
