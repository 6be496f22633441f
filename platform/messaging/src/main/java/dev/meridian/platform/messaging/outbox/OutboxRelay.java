package dev.meridian.platform.messaging.outbox;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.outbox.RelaySender.Failure;
import dev.meridian.platform.messaging.outbox.RelaySender.Sent;
import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.CloudEvents.Envelope;
import dev.meridian.platform.messaging.wire.KafkaClients;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Brings outbox rows to Kafka: one thread per process, which reads a bounded batch of its shards, sends it, waits, and
 * deletes it under the lease's fencing token. A relay that was stopped and wakes up late may repeat what its successor
 * has sent, under the same ids; it cannot delete anything, and it cannot bring a later event before an earlier one.
 */
public final class OutboxRelay implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final ShardLeases leases;
    private final OutboxRows rows;
    private final RelaySender sender;
    private final RelaySettings settings;
    private final Counter sentEvents;
    private final Counter setAsideEvents;
    private final Semaphore work = new Semaphore(0);
    private final Cursors cursors = new Cursors();
    private volatile boolean running;
    private @Nullable Thread thread;
    private volatile List<HeldShard> held = List.of();
    private long settledAt;
    private int failuresInARow;

    public OutboxRelay(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            KafkaClients clients,
            CloudEvents cloudEvents,
            RelaySettings settings,
            MeterRegistry meters) {
        String owner = UUID.randomUUID().toString();
        this.leases = new ShardLeases(JdbcClient.create(jdbc), transaction, owner, settings.lease());
        this.rows = new OutboxRows(jdbc, owner);
        this.sender = new RelaySender(clients, cloudEvents, settings.delivery());
        this.settings = settings;
        this.sentEvents = Counter.builder("meridian.outbox.sent")
                .description("Events that Kafka has confirmed")
                .register(meters);
        this.setAsideEvents = Counter.builder("meridian.outbox.set.aside")
                .description("Events that Kafka will not take as they are")
                .register(meters);
    }

    /** Says that there may be something to send; cheap, and safe from any thread. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** Whether no other process relays anything, as far as this one knows. */
    boolean relaysEverything() {
        return held.size() == Shards.COUNT;
    }

    boolean isEnabled() {
        return settings.enabled();
    }

    @Override
    public synchronized void start() {
        if (!running && settings.enabled()) {
            running = true;
            thread = Thread.ofPlatform()
                    .name("outbox-relay")
                    .daemon()
                    .start(() -> ActiveBrandScope.run(BrandScope.group(), this::relayUntilStopped));
        }
    }

    /** Lets the batch under way end and gives the shards back. */
    @Override
    public synchronized void stop() {
        running = false;
        Thread relaying = thread;
        thread = null;
        if (relaying != null) {
            wake();
            try {
                boolean ended = relaying.join(settings.delivery().multipliedBy(2));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After consumers and the web server, whose last transactions may still append. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void relayUntilStopped() {
        while (running) {
            try {
                settleIfDue();
                if (!relayOnce()) {
                    pause(settings.longestPause());
                }
            } catch (RuntimeException failed) {
                backOff("The outbox cannot be read now", failed);
            }
        }
        sender.close();
        try {
            leases.release();
        } catch (RuntimeException failed) {
            LOG.atInfo().setCause(failed).log("The shards could not be given back and will run out");
        }
    }

    private void settleIfDue() {
        long now = System.nanoTime();
        if (held.isEmpty() || now - settledAt >= settings.heartbeat().toNanos()) {
            held = leases.settle();
            settledAt = now;
        }
    }

    /** Returns whether there may be more to do at once. */
    private boolean relayOnce() {
        if (held.isEmpty()) {
            return false;
        }
        int perShard = Math.max(1, settings.batch() / held.size());
        boolean wholeRound = cursors.atStart();
        List<OutboxRow> read = rows.read(held, cursors, perShard);
        cursors.advance(read, perShard);
        if (read.isEmpty()) {
            cursors.backToStart();
            return !wholeRound;
        }
        Sent sent = sender.send(read);
        if (!sent.confirmed().isEmpty()) {
            int deleted = rows.delete(held, sent.confirmed());
            sentEvents.increment(deleted);
        }
        Failure failure = sent.failure();
        if (failure == null) {
            failuresInARow = 0;
        } else if (isForEver(failure.cause()) || mayBeItsNeighbours(failure.cause())) {
            relayOneByOne(unconfirmed(read, sent));
        } else {
            cursors.moveBehind(failure.row());
            backOff("Kafka does not take events now", failure.cause());
        }
        return true;
    }

    /** Kafka may refuse a batch for one record of it; which one shows when each goes alone. */
    private void relayOneByOne(List<OutboxRow> refused) {
        long end = System.nanoTime() + settings.heartbeat().toNanos();
        for (OutboxRow row : refused) {
            // Longer than that the shards may not be ours; the rest is read again.
            if (!running || System.nanoTime() - end > 0) {
                return;
            }
            Failure failure = sender.send(List.of(row)).failure();
            if (failure == null) {
                int deleted = rows.delete(held, List.of(row.envelope().id()));
                sentEvents.increment(deleted);
            } else if (isForEver(failure.cause())) {
                setAside(failure);
            } else {
                cursors.moveBehind(row);
                backOff("Kafka does not take events now", failure.cause());
                return;
            }
        }
        failuresInARow = 0;
    }

    private static List<OutboxRow> unconfirmed(List<OutboxRow> read, Sent sent) {
        Set<UUID> confirmed = Set.copyOf(sent.confirmed());
        return read.stream()
                .filter(row -> !confirmed.contains(row.envelope().id()))
                .toList();
    }

    /** What the producer says of a record whose batch was refused because of another one. */
    private static boolean mayBeItsNeighbours(Exception cause) {
        return cause.getClass().equals(KafkaException.class);
    }

    /** What Kafka says of the record itself, and will say again. */
    private static boolean isForEver(Exception cause) {
        return cause instanceof RecordTooLargeException
                || cause instanceof InvalidTopicException
                || cause instanceof InvalidRecordException;
    }

    private void setAside(Failure failure) {
        Envelope event = failure.row().envelope();
        int marked =
                rows.setAside(held, failure.row(), failure.cause().getClass().getName());
        setAsideEvents.increment(marked);
        LOG.atError()
                .addKeyValue("eventId", event.id())
                .addKeyValue("topic", event.topic())
                .addKeyValue("cause", failure.cause().getClass().getName())
                .log("Kafka will not take an event as it is: it is set aside, and its consumers will notice a gap");
    }

    private void backOff(String what, Exception cause) {
        failuresInARow = Math.min(failuresInARow + 1, 10);
        Duration wait = FIRST_BACK_OFF.multipliedBy(1L << failuresInARow);
        LOG.atWarn()
                .addKeyValue("failures", failuresInARow)
                .addKeyValue("cause", cause.toString())
                .log(what);
        // Leases are settled again before anything is sent: the pause may have outlasted them.
        held = List.of();
        pauseThroughWakeUps(wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
    }

    private void pause(Duration longest) {
        try {
            boolean woken = work.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS);
            int further = work.drainPermits();
        } catch (InterruptedException interrupted) {
            // Nobody interrupts this thread but a container being torn down.
            running = false;
        }
    }

    /** While something is broken, further appends must not make the relay spin; only being stopped ends the pause. */
    private void pauseThroughWakeUps(Duration wait) {
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); running && left > 0; left = end - System.nanoTime()) {
            pause(Duration.ofNanos(Math.min(left, Duration.ofMillis(250).toNanos())));
        }
    }
}
