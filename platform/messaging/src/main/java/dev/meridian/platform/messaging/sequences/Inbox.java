package dev.meridian.platform.messaging.sequences;

import dev.meridian.platform.rows.Columns;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Remembers by id which events a consumer has handled, in the transaction that holds their effect. For events without a
 * sequence; those with one are remembered per key.
 */
public final class Inbox {

    private static final int CHUNK = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final JdbcClient jdbc;
    private final Map<String, Boolean> remembering = new ConcurrentHashMap<>();

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
        Collection<UUID> inOrder = new TreeSet<>(events);
        return new HashSet<>(jdbc.sql("""
                insert into inbox (consumer, event_id)
                select ?, event_id from unnest(?::uuid[]) as event_id
                on conflict do nothing
                returning event_id
                """)
                .param(consumer)
                .param(Columns.texts(inOrder))
                .query(UUID.class)
                .list());
    }

    /**
     * Whether ids of events with sequences are remembered for the consumer. Before sequences were read, all of its events
     * were noted here, so that one with a sequence can still be a repeat of those. What is noted since, such as what was
     * redriven, has no sequence and says nothing of that. The answer is kept until the next time something is forgotten:
     * from no it never turns to yes.
     */
    boolean remembersAnything(String consumer) {
        return remembering.computeIfAbsent(
                consumer,
                name -> jdbc.sql("select exists (select from inbox_before_sequences where consumer = ?)")
                        .param(name)
                        .query(Boolean.class)
                        .single());
    }

    /** Those of the events that are noted. */
    Set<UUID> remembered(String consumer, Collection<UUID> events) {
        return new HashSet<>(jdbc.sql("select event_id from inbox where consumer = ? and event_id = any(?::uuid[])")
                .param(consumer)
                .param(Columns.texts(events))
                .query(UUID.class)
                .list());
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
        int through = jdbc.sql("""
                delete from inbox_before_sequences where last_noted < clock_timestamp() - make_interval(secs => ?)
                """).param((double) age.toSeconds()).update();
        if (through > 0) {
            LOG.atInfo().addKeyValue("consumers", through).log("Events noted before sequences were read are forgotten");
        }
        remembering.clear();
        return total;
    }
}
