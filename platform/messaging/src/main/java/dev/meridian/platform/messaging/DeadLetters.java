package dev.meridian.platform.messaging;

import java.util.List;
import java.util.UUID;

/** The events that were given up, waiting for somebody to mend the cause and send them again. */
public interface DeadLetters {

    /**
     * The oldest dead letters that have not been redriven.
     *
     * @param topic the topic family they came from, without prefix and without {@code .dlt}
     * @param max at most that many
     * @throws KafkaUnavailable if Kafka cannot be read now
     */
    List<DeadLetter> list(String topic, int max);

    /**
     * Takes the topic's events up again: of each parked key the one that failed, then those behind it in their order, as
     * far as they can be handled now; then sends what was unreadable to its topic again, for the consumer that gave it
     * up and under its old id.
     *
     * @return how many were handled or sent
     * @throws dev.meridian.platform.kernel.CapabilityUnavailableException if something they need, or Kafka, cannot be
     *     reached now; repeating is safe
     */
    int redrive(String topic, int max);

    /**
     * Whether a parked key is held by this event.
     *
     * @param consumer who could not handle it
     * @param event its id, as it is listed
     */
    boolean holds(String topic, String consumer, UUID event);

    /**
     * Gives up, for good, a parked event that holds its key; the key goes on with the one behind it.
     *
     * @param consumer who could not handle it
     * @param event its id, as it is listed
     * @param withAllBehind also everything that waits behind it
     * @return how many were given up; 0 where no key is held by that event
     */
    int discard(String topic, String consumer, UUID event, boolean withAllBehind);
}
