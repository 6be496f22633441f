package dev.meridian.platform.messaging.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Measures what waits in the outbox: how much, and for how long. */
public final class OutboxBacklog {

    /** A backlog is judged by its age; to count a large one would add to it. */
    private static final int MOST_COUNTED = 10_000;

    private final JdbcClient jdbc;
    private volatile Waiting waiting = new Waiting(0, 0);

    public OutboxBacklog(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        Gauge unused = Gauge.builder("meridian.outbox.unsent", this, it -> it.waiting.events)
                .description("Events in the outbox that Kafka has not confirmed, counted up to " + MOST_COUNTED)
                .register(meters);
        unused = Gauge.builder("meridian.outbox.oldest.unsent.age", this, it -> it.waiting.oldestSeconds)
                .description("Age of the oldest event in the outbox, by the database's clock")
                .baseUnit("seconds")
                .register(meters);
    }

    /** Measures again. */
    public void measure() {
        waiting = jdbc.sql("""
                select count(*) as events,
                       coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) as oldest_seconds
                from (select created_at from outbox where unsendable is null order by created_at limit ?) oldest
                """)
                .param(MOST_COUNTED)
                .query((row, number) -> new Waiting(row.getLong("events"), row.getDouble("oldest_seconds")))
                .single();
    }

    private record Waiting(long events, double oldestSeconds) {}
}
