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
     * Sends the oldest dead letters to their topic again, for the consumer that gave them up, under their old ids: what
     * that consumer has handled in the meantime happens no second time.
     *
     * @return how many were sent
     * @throws KafkaUnavailable if Kafka cannot be reached now; repeating is safe
     */
    int redrive(String topic, int max);
}
