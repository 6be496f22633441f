package dev.meridian.platform.messaging;

/** What a consumer does with one event of a type. Runs inside the transaction that also notes the event as handled. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Applies the event. An exception rolls back what was done for it; the event is tried again and ends as a dead
     * letter if it keeps failing for reasons of its own.
     */
    void handle(IncomingEvent event);
}
