package dev.meridian.platform.messaging.config;

import dev.meridian.platform.messaging.consumer.ConsumerLag;
import dev.meridian.platform.messaging.consumer.Inbox;
import dev.meridian.platform.messaging.outbox.OutboxBacklog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Measures backlog and lag, and forgets what the inbox need not know any more. */
final class MessagingUpkeep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MessagingUpkeep.class);

    private final OutboxBacklog backlog;
    private final ConsumerLag lag;
    private final Inbox inbox;
    private final Duration inboxRetention;
    private @Nullable ScheduledExecutorService scheduler;

    MessagingUpkeep(OutboxBacklog backlog, ConsumerLag lag, Inbox inbox, Duration inboxRetention) {
        this.backlog = backlog;
        this.lag = lag;
        this.inbox = inbox;
        this.inboxRetention = inboxRetention;
    }

    @Override
    public synchronized void start() {
        if (scheduler == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("messaging-upkeep").daemon().factory());
            every(started, Duration.ofSeconds(5), "outbox backlog", backlog::measure);
            every(started, Duration.ofSeconds(15), "consumer lag", lag::measure);
            every(started, Duration.ofHours(1), "inbox", () -> {
                int forgotten = inbox.forgetOlderThan(inboxRetention);
                LOG.atInfo().addKeyValue("events", forgotten).log("Old events forgotten");
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
