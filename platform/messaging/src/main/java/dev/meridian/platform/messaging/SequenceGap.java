package dev.meridian.platform.messaging;

/**
 * Events of a key that a consumer has not been given although it was given later ones.
 *
 * @param consumer who misses them
 * @param topic the topic family
 * @param key the key they are ordered by
 * @param first sequence of the first one missing
 * @param last sequence of the last one missing
 */
public record SequenceGap(String consumer, String topic, String key, long first, long last) {

    public SequenceGap {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("A gap has at least one sequence, from 1");
        }
    }
}
