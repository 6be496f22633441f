package dev.meridian.platform.messaging;

import java.util.List;

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
}
