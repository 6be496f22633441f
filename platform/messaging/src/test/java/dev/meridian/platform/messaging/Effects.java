package dev.meridian.platform.messaging;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What test consumers leave behind: one row each time an event takes effect, so that a second time would show. */
final class Effects {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Effects() {}

    static void add(JdbcClient jdbc, String consumer, IncomingEvent event) {
        int unused = jdbc.sql("insert into effect (consumer, event_id) values (?, ?)")
                .param(consumer)
                .param(event.id())
                .update();
    }

    /** Event ids in the order in which they took effect. */
    static List<UUID> of(JdbcClient jdbc, String consumer) {
        return jdbc.sql("select event_id from effect where consumer = ? order by position")
                .param(consumer)
                .query(UUID.class)
                .list();
    }

    static void await(JdbcClient jdbc, String consumer, int atLeast) {
        Awaitility.await(atLeast + " effects of " + consumer)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> of(jdbc, consumer).size() >= atLeast);
    }
}
