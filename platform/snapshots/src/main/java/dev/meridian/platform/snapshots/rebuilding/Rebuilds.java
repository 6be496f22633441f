package dev.meridian.platform.snapshots.rebuilding;

import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.snapshots.Projection;
import dev.meridian.platform.snapshots.messages.SnapshotRequested;
import dev.meridian.platform.snapshots.messages.SnapshotStopped;
import dev.meridian.platform.snapshots.messages.SnapshotTypes;
import dev.meridian.platform.snapshots.rebuilding.Rebuild.Reason;
import dev.meridian.platform.snapshots.rebuilding.Rebuild.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rebuilds of this center's projection: asking for one, stopping it, letting it go on. What is asked of the owner is
 * an event of the transaction that notes it, so neither is ever without the other.
 */
@Transactional
public class Rebuilds {

    private final Projection projection;
    private final RebuildRows rows;
    private final Outbox outbox;
    private final Clock clock;
    private final SnapshotTypes types;

    Rebuilds(Projection projection, RebuildRows rows, Outbox outbox, Clock clock) {
        this.projection = projection;
        this.rows = rows;
        this.outbox = outbox;
        this.clock = clock;
        this.types = SnapshotTypes.of(projection.topic());
    }

    /**
     * Begins a rebuild of everything. Where one is running, that is it; one that was stopped goes on. After a loss a new
     * one begins in any case: the one before may have passed those who have lost something.
     */
    public Rebuild start(Reason reason) {
        if (reason == Reason.LOST) {
            rows.supersede().ifPresent(id -> outbox.append(event(types.stopped(), new SnapshotStopped(id))));
        }
        Optional<UUID> begun = rows.begin(reason);
        if (begun.isPresent()) {
            request(begun.get(), null);
            return rows.find(begun.get()).orElseThrow();
        }
        Optional<Rebuild> open = rows.lockOpen();
        if (open.isEmpty()) {
            // It ended between the two statements.
            return start(reason);
        }
        UUID id = open.get().rebuildId();
        if (rows.change(id, State.STOPPED, State.RUNNING)) {
            request(id, null);
        }
        return rows.find(id).orElseThrow();
    }

    /** Stops a rebuild; what the owner has told already still takes effect. Empty where there is no such rebuild. */
    public Optional<Rebuild> stop(UUID id) {
        if (rows.change(id, State.RUNNING, State.STOPPED)) {
            outbox.append(event(types.stopped(), new SnapshotStopped(id)));
        }
        return rows.find(id);
    }

    /** A rebuild; empty where there is none by that id. */
    @Transactional(readOnly = true)
    public Optional<Rebuild> find(UUID id) {
        return rows.find(id);
    }

    /** The latest rebuilds, newest first. */
    @Transactional(readOnly = true)
    public List<Rebuild> latest(int most) {
        return rows.latest(most);
    }

    /** Asks for what stands behind keys of which events are missing, unless it is still waiting for others. */
    boolean heal(List<String> keys) {
        Optional<UUID> begun = rows.begin(Reason.GAP);
        begun.ifPresent(id -> request(id, keys));
        return begun.isPresent();
    }

    /** Begins anew what has stood still for so long: something that was told has not come. Answers whether it did. */
    boolean beginAnewWhatStandsStill(Duration silence) {
        if (rows.fail(silence) == 0) {
            return false;
        }
        rows.begin(Reason.ASKED).ifPresent(id -> request(id, null));
        return true;
    }

    /** Frees the way for new healing where the owner has gone silent, and forgets what ended long ago. */
    int tidy(Duration silence, Duration kept) {
        rows.giveUpHealing(silence);
        return rows.forget(kept);
    }

    private void request(UUID id, @Nullable List<String> keys) {
        outbox.append(event(types.requested(), new SnapshotRequested(id, projection.center(), keys)));
    }

    private OutgoingEvent event(String type, Object data) {
        return new OutgoingEvent(
                projection.requests(), type, UUID.randomUUID(), projection.center(), clock.instant(), null, data);
    }
}
