package dev.meridian.platform.snapshots.telling;

import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.snapshots.SnapshotSource;
import dev.meridian.platform.snapshots.messages.SnapshotRequested;
import dev.meridian.platform.snapshots.messages.SnapshotStopped;
import dev.meridian.platform.snapshots.messages.SnapshotTypes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes requests to tell again, and has them worked on. */
public final class SnapshotRequests {

    private final SnapshotSource source;
    private final SnapshotRuns runs;
    private final SnapshotTellings tellings;

    private SnapshotRequests(SnapshotSource source, SnapshotRuns runs, SnapshotTellings tellings) {
        this.source = source;
        this.runs = runs;
        this.tellings = tellings;
    }

    /** What tells the source's state again. */
    public static SnapshotRequests of(
            SnapshotSource source,
            JdbcClient jdbc,
            EventPublisher publisher,
            PlatformTransactionManager transactions,
            Clock clock) {
        TransactionTemplate reading = new TransactionTemplate(transactions);
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        reading.setReadOnly(true);
        SnapshotRuns runs = new SnapshotRuns(jdbc);
        SnapshotTelling telling =
                new SnapshotTelling(source, runs, publisher, reading, new TransactionTemplate(transactions), clock);
        return new SnapshotRequests(source, runs, new SnapshotTellings(telling, runs));
    }

    /** The thread that tells. */
    public SnapshotTellings tellings() {
        return tellings;
    }

    /** @param center the center that tells, which names the consumer */
    public EventSubscription subscription(String center) {
        SnapshotTypes types = SnapshotTypes.of(source.topic());
        return EventSubscription.of(
                        center + ".snapshot-requests",
                        List.of(source.requests()),
                        Map.of(types.requested(), this::requested, types.stopped(), this::stopped))
                .inGroup("a center asks for what all brands have");
    }

    private void requested(IncomingEvent event) {
        SnapshotRequested request = event.data(SnapshotRequested.class);
        List<String> keys = request.keys();
        if (keys != null && (keys.isEmpty() || keys.size() > SnapshotRequested.MOST_KEYS)) {
            throw new IllegalArgumentException("A request names 1 to " + SnapshotRequested.MOST_KEYS + " keys");
        }
        runs.request(request);
        // Before the commit, so that the next look may come too early; the one after that is seconds away.
        tellings.asked();
    }

    private void stopped(IncomingEvent event) {
        runs.stop(event.data(SnapshotStopped.class).runId());
    }
}
