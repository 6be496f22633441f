package dev.meridian.platform.messaging.consumer;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembers which events a consumer has handled, in the transaction that holds their effect. */
public final class Inbox {

    private static final int CHUNK = 10_000;

    private final JdbcClient jdbc;

    public Inbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Notes the events as handled.
     *
     * @return those that were not noted before. If another transaction is handling one of them right now, this waits
     *     for its end
     */
    Set<UUID> admit(String consumer, Collection<UUID> events) {
        // One order for everybody, so that two transactions with the same events cannot wait for each other.
        String[] ids = events.stream().distinct().sorted().map(UUID::toString).toArray(String[]::new);
        return new HashSet<>(
                jdbc.sql("""
                insert into inbox (consumer, event_id)
                select ?, event_id from unnest(?::uuid[]) as event_id
                on conflict do nothing
                returning event_id
                """).param(consumer).param(ids).query(UUID.class).list());
    }

    /**
     * Forgets events handled longer ago than anybody will repeat them.
     *
     * @return how many
     */
    public int forgetOlderThan(Duration age) {
        int total = 0;
        int forgotten;
        do {
            forgotten =
                    jdbc.sql("""
                    delete from inbox where ctid = any(array(
                        select ctid from inbox
                        where received_at < clock_timestamp() - make_interval(secs => ?) limit ?))
                    """).param((double) age.toSeconds()).param(CHUNK).update();
            total += forgotten;
        } while (forgotten == CHUNK);
        return total;
    }
}
