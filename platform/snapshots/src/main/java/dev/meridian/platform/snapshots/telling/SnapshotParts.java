package dev.meridian.platform.snapshots.telling;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.snapshots.Fact;
import dev.meridian.platform.snapshots.Facts;
import dev.meridian.platform.snapshots.Place;
import dev.meridian.platform.snapshots.ToldPart.Covered;
import dev.meridian.platform.snapshots.messages.SnapshotTold;
import dev.meridian.platform.snapshots.messages.SnapshotTold.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Cuts what is told about a subject into parts that a broker takes. */
final class SnapshotParts {

    /** Characters of bodies: with escapes and the rest well below the broker's mebibyte. */
    private static final int LARGEST = 192 * 1024;

    private static final int MOST_EVENTS = 200;

    private final UUID run;
    private final UUID subject;
    private final List<Stream> settled;
    private final List<SnapshotTold> parts = new ArrayList<>();
    private final List<SnapshotTold.Event> events = new ArrayList<>();
    private List<Stream> streams;
    private int size;
    private int number;
    private @Nullable Place after;
    private @Nullable Place reached;
    private boolean covers;
    private boolean settles = true;

    /** @param settled how far the subject's live events had come when reading began */
    SnapshotParts(UUID run, UUID subject, List<Stream> settled) {
        this.run = run;
        this.subject = subject;
        this.settled = List.copyOf(settled);
        this.streams = this.settled;
    }

    void state(List<OutgoingEvent> told) {
        told.forEach(this::add);
    }

    /** @param now how far the subject's live events had come when these facts were read */
    void facts(Facts facts, List<Stream> now) {
        if (!streams.equals(now)) {
            // What a part holds was read at one moment, which its streams name.
            close(false);
            streams = List.copyOf(now);
        }
        covers = true;
        for (Fact fact : facts.facts()) {
            add(fact.event());
            reached = fact.place();
        }
    }

    /** The subject is no more: what was told stays true, and nothing is said of the rest. */
    void giveUp() {
        close(false);
        covers = false;
        settles = false;
    }

    /** The place of the last fact told. */
    @Nullable
    Place reached() {
        return reached;
    }

    /** Takes the parts that are full. */
    List<SnapshotTold> full() {
        List<SnapshotTold> taken = List.copyOf(parts);
        parts.clear();
        return taken;
    }

    /** Takes the parts that are left, the last one among them. */
    List<SnapshotTold> rest() {
        close(true);
        return full();
    }

    private void add(OutgoingEvent event) {
        String body = new String(event.body(), UTF_8);
        if (!events.isEmpty() && (size + body.length() > LARGEST || events.size() == MOST_EVENTS)) {
            close(false);
        }
        events.add(new SnapshotTold.Event(
                event.topic(),
                event.type(),
                event.id(),
                event.key(),
                event.time(),
                event.brand() == null ? null : event.brand().key(),
                body));
        size += body.length();
    }

    private void close(boolean last) {
        if (events.isEmpty() && !last) {
            return;
        }
        parts.add(new SnapshotTold(
                run,
                subject,
                number,
                last,
                streams,
                last && settles ? settled : null,
                covered(last),
                List.copyOf(events)));
        number++;
        events.clear();
        size = 0;
        after = reached;
    }

    /** A part of state alone covers no facts; the last one covers whatever lies behind, which is nothing more. */
    private @Nullable Covered covered(boolean last) {
        if (last) {
            return covers ? new Covered(after, null) : null;
        }
        return Objects.equals(after, reached) ? null : new Covered(after, reached);
    }
}
