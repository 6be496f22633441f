package dev.meridian.platform.messaging.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Tells the relays of all processes that something was appended, by PostgreSQL's {@code notify}, and listens for the
 * others on a connection of its own. Told after the commit and not by it: a transaction that notifies holds a lock of
 * the whole server until it is durable, so that no two could commit together. What a crash keeps from being told, or a
 * lost connection from being heard, the relay's poll finds.
 */
public final class OutboxSignals implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSignals.class);
    private static final String CHANNEL = "meridian_outbox";
    private static final Duration BETWEEN_SIGNALS = Duration.ofMillis(5);
    private static final Duration BETWEEN_CONNECTIONS = Duration.ofSeconds(1);
    private static final Duration ENDING = Duration.ofSeconds(2);
    private static final int LISTENING_MILLIS = 500;

    /** So often the connection is used, which finds out that its server is gone. */
    private static final int CHECKED_EVERY = 60;

    private final ListeningConnections connections;
    private final JdbcTemplate jdbc;
    private final OutboxRelay relay;
    private final Semaphore untold = new Semaphore(0);
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private @Nullable Thread listening;
    private @Nullable Thread telling;

    public OutboxSignals(ListeningConnections connections, JdbcTemplate jdbc, OutboxRelay relay) {
        this.connections = connections;
        this.jdbc = jdbc;
        this.relay = relay;
    }

    /** Makes connections that are nobody else's. */
    @FunctionalInterface
    public interface ListeningConnections {
        Connection open() throws SQLException;
    }

    /** Says that a transaction that appended something has committed; neither waits nor throws. */
    public void appended() {
        relay.wake();
        if (!relay.relaysEverything() && untold.availablePermits() == 0) {
            untold.release();
        }
    }

    @Override
    public synchronized void start() {
        if (!isRunning()) {
            CountDownLatch stop = new CountDownLatch(1);
            stopped = stop;
            telling = Thread.ofVirtual().name("outbox-telling").start(() -> tell(stop));
            if (relay.isEnabled()) {
                listening =
                        Thread.ofPlatform().daemon().name("outbox-listening").start(() -> listen(stop));
            }
        }
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        untold.release();
        join(listening);
        join(telling);
        listening = null;
        telling = null;
    }

    @Override
    public boolean isRunning() {
        return stopped.getCount() > 0;
    }

    /** With the relay: after consumers and the web server, whose last transactions may still append. */
    @Override
    public int getPhase() {
        return relay.getPhase();
    }

    private void tell(CountDownLatch stop) {
        try {
            while (stop.getCount() > 0) {
                untold.acquire();
                int together = untold.drainPermits();
                if (stop.getCount() > 0) {
                    notifyOthers();
                }
                boolean ended = stop.await(BETWEEN_SIGNALS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void notifyOthers() {
        try {
            jdbc.execute("notify " + CHANNEL);
        } catch (RuntimeException failed) {
            LOG.atInfo()
                    .addKeyValue("cause", failed.getClass().getName())
                    .log("Other relays could not be told of an event and will find it");
        }
    }

    private void listen(CountDownLatch stop) {
        try {
            while (stop.getCount() > 0) {
                try (Connection connection = connections.open()) {
                    listen(connection, stop);
                } catch (SQLException lost) {
                    LOG.atInfo()
                            .addKeyValue("state", String.valueOf(lost.getSQLState()))
                            .log("Signals of other processes are not heard now; the outbox is polled");
                }
                boolean ended = stop.await(BETWEEN_CONNECTIONS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen(Connection connection, CountDownLatch stop) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute("listen " + CHANNEL);
            // What was appended before anybody listened.
            relay.wake();
            for (int round = 1; stop.getCount() > 0; round++) {
                PGNotification[] heard = postgres.getNotifications(LISTENING_MILLIS);
                if (heard != null && heard.length > 0) {
                    relay.wake();
                }
                if (round % CHECKED_EVERY == 0) {
                    rows = statement.execute("select 1");
                }
            }
        }
    }

    private static void join(@Nullable Thread thread) {
        if (thread != null) {
            try {
                boolean ended = thread.join(ENDING);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
