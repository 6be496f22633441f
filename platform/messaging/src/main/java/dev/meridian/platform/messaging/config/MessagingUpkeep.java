package dev.meridian.platform.messaging.config;

import dev.meridian.platform.messaging.outbox.OutboxBacklog;
import dev.meridian.platform.messaging.parking.ParkedBacklog;
import dev.meridian.platform.messaging.parking.ParkedEvents;
import dev.meridian.platform.messaging.sequences.ConsumedStreams;
import dev.meridian.platform.messaging.sequences.Inbox;
import dev.meridian.platform.messaging.topics.ConsumerLag;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Measures backlog and lag, and forgets what need not be known any more. */
final class MessagingUpkeep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MessagingUpkeep.class);

    /** A thread for each, so that one that hangs, such as the lag while Kafka is away, delays itself alone. */
    private static final int TASKS = 6;

    /** So many are not healed one by one any more. */
    private static final int MOST_GAPS = 100_000;

    private final OutboxBacklog backlog;
    private final ConsumerLag lag;
    private final Inbox inbox;
    private final ConsumedStreams streams;
    private final ParkedEvents parked;
    private final ParkedBacklog parkedBacklog;
    private final MessagingProperties properties;
    private @Nullable ScheduledExecutorService scheduler;

    MessagingUpkeep(
            OutboxBacklog backlog,
            ConsumerLag lag,
            Inbox inbox,
            ConsumedStreams streams,
            ParkedEvents parked,
            ParkedBacklog parkedBacklog,
            MessagingProperties properties) {
        this.backlog = backlog;
        this.lag = lag;
        this.inbox = inbox;
        this.streams = streams;
        this.parked = parked;
        this.parkedBacklog = parkedBacklog;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        if (scheduler == null) {
            ScheduledExecutorService started = Executors.newScheduledThreadPool(
                    TASKS, Thread.ofPlatform().name("messaging-upkeep").daemon().factory());
            every(started, Duration.ofSeconds(5), "outbox backlog", backlog::measure);
            every(started, Duration.ofSeconds(15), "consumer lag", lag::measure);
            every(started, Duration.ofHours(1), "inbox", () -> {
                int forgotten = inbox.forgetOlderThan(properties.inboxRetention());
                LOG.atInfo().addKeyValue("events", forgotten).log("Old events forgotten");
            });
            every(started, Duration.ofSeconds(15), "parked events", parkedBacklog::measure);
            every(started, Duration.ofHours(1), "sequence gaps", () -> {
                int forgotten = streams.giveUp(properties.gapRetention(), MOST_GAPS);
                LOG.atInfo().addKeyValue("gaps", forgotten).log("Old gaps given up");
            });
            every(started, Duration.ofHours(1), "old parked events", () -> {
                int given = parked.giveUpOlderThan(properties.parkedRetention());
                LOG.atInfo().addKeyValue("events", given).log("Old parked events given up");
            });
            scheduler = started;
        }
    }

    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            int waiting = scheduler.shutdownNow().size();
            LOG.atDebug().addKeyValue("tasks", waiting).log("Upkeep stopped");
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }

    private static void every(ScheduledExecutorService scheduler, Duration period, String name, Task task) {
        ScheduledFuture<?> unused = scheduler.scheduleWithFixedDelay(
                () -> runQuietly(name, task), period.toMillis() / 5, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void runQuietly(String name, Task task) {
        try {
            task.run();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("task", name)
                    .addKeyValue("cause", failed.getClass().getName())
                    .log("Upkeep failed and will be tried again");
        }
    }

    private interface Task {
        void run() throws InterruptedException;
    }
}
