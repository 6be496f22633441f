package dev.meridian.platform.messaging;

import java.util.List;

/**
 * Where a center puts the facts it tells. A fact is a row of the transaction that made it true: both are kept or
 * neither. Relays bring the rows to Kafka afterwards, at least once, in order per topic and key.
 */
public interface Outbox {

    /** {@link #appendAll} with one event. */
    default void append(OutgoingEvent event) {
        appendAll(List.of(event));
    }

    /**
     * Appends in the running transaction, giving each event the next sequence of its topic and key. The row of every
     * topic and key stays locked until the transaction ends, so append late, and all events of the transaction at once:
     * within one call the locks are taken in one order for everybody, which rules out deadlocks.
     *
     * @throws IllegalStateException if no transaction is running
     * @throws IllegalArgumentException if a body is larger than the broker would take
     */
    void appendAll(List<OutgoingEvent> events);
}
