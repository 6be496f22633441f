package dev.meridian.platform.snapshots.telling;

import dev.meridian.platform.messaging.KafkaUnavailable;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** The thread on which this process tells again. It has nothing to do with requests or with live events. */
public final class SnapshotTellings implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTellings.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);
    private static final Duration KEPT = Duration.ofDays(90);
    private static final int LOOKS_PER_FORGETTING = 1_800;

    private final SnapshotTelling telling;
    private final SnapshotRuns runs;
    private final Semaphore asked = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;

    SnapshotTellings(SnapshotTelling telling, SnapshotRuns runs) {
        this.telling = telling;
        this.runs = runs;
    }

    /** Says that there may be something to tell. */
    void asked() {
        asked.release();
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            thread = Thread.ofPlatform().name("snapshot-telling").daemon().start(this::work);
        }
    }

    @Override
    public void stop() {
        Thread ending;
        synchronized (this) {
            running = false;
            ending = thread;
            thread = null;
        }
        asked.release();
        if (ending != null) {
            try {
                ending.join(SHUTDOWN);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void work() {
        for (int look = 0; running; look++) {
            try {
                if (look % LOOKS_PER_FORGETTING == 0) {
                    int forgotten = runs.forget(KEPT);
                    LOG.atDebug().addKeyValue("runs", forgotten).log("Old snapshot runs forgotten");
                }
                while (running && telling.tellOne(() -> running)) {
                    LOG.atDebug().log("A snapshot run was told");
                }
            } catch (KafkaUnavailable away) {
                LOG.atWarn().log("Kafka is away: what is told again waits");
            } catch (RuntimeException failed) {
                LOG.atWarn().setCause(failed).log("Telling again failed and will be tried again");
            }
            try {
                boolean unused = asked.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
