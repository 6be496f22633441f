package dev.meridian.platform.messaging;

import java.util.List;

/**
 * Tells events straight to Kafka, for callers who are answered once Kafka has them and who repeat them if it has not.
 * Everything that belongs to a transaction goes through the {@link Outbox} instead.
 */
public interface EventPublisher {

    /**
     * Sends the events and waits until all in-sync replicas have them, at most about five seconds.
     *
     * @throws KafkaUnavailable if at least one of them was not confirmed; some may have arrived all the same, so the
     *     caller repeats all of them with the same ids
     */
    void publishAndWait(List<OutgoingEvent> events);
}
