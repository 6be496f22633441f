package dev.meridian.customer.protection;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Hears which data keys were destroyed, by whatever instance, and forgets them here. On a connection of its own: it
 * listens for as long as the center runs. Where it cannot listen, open keys still expire.
 */
@Component
final class DestroyedKeys implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DestroyedKeys.class);
    private static final String NAME = "destroyed-keys";
    private static final int LISTEN_MILLIS = 1_000;

    /** So many rounds of listening apart it asks whether the server is there. */
    private static final int ASK_EVERY = 10;

    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final JdbcConnectionDetails database;
    private final SubjectKeys keys;
    private @Nullable Thread listener;
    private volatile CountDownLatch stopped = new CountDownLatch(1);

    DestroyedKeys(JdbcConnectionDetails database, SubjectKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    @Override
    public synchronized void start() {
        stopped = new CountDownLatch(1);
        listener = Thread.ofPlatform().daemon().name(NAME).start(this::listenAlways);
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        listener = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return listener != null;
    }

    private void listenAlways() {
        CountDownLatch end = stopped;
        while (end.getCount() > 0) {
            try (Connection connection = DriverManager.getConnection(database.getJdbcUrl(), settings());
                    Statement statement = connection.createStatement()) {
                boolean unused = statement.execute("listen " + SubjectKeys.DESTROYED);
                // What was told while nobody listened is lost.
                keys.forgetAll();
                PGConnection notified = connection.unwrap(PGConnection.class);
                for (int heard = 1; end.getCount() > 0; heard++) {
                    hear(notified.getNotifications(LISTEN_MILLIS));
                    if (heard % ASK_EVERY == 0) {
                        // A server that is gone without a word says nothing, as one with nothing to say.
                        boolean there = statement.execute("select 1");
                    }
                }
            } catch (SQLException e) {
                LOG.atWarn().addKeyValue("state", e.getSQLState()).log("cannot hear of destroyed keys");
                pause(end);
            }
        }
    }

    private Properties settings() {
        Properties settings = new Properties();
        Optional.ofNullable(database.getUsername()).ifPresent(user -> settings.put("user", user));
        Optional.ofNullable(database.getPassword()).ifPresent(password -> settings.put("password", password));
        settings.setProperty("ApplicationName", NAME);
        settings.setProperty("connectTimeout", "3");
        settings.setProperty("socketTimeout", "10");
        settings.setProperty("tcpKeepAlive", "true");
        return settings;
    }

    private void hear(PGNotification @Nullable [] notifications) {
        if (notifications != null && notifications.length > 0) {
            keys.forget(Arrays.stream(notifications)
                    .map(notification -> UUID.fromString(notification.getParameter()))
                    .toList());
        }
    }

    private static void pause(CountDownLatch end) {
        try {
            boolean unused = end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
