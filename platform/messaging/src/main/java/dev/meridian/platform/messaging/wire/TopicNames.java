package dev.meridian.platform.messaging.wire;

/**
 * Turns the names that code uses into the names Kafka sees. Deployments that share a Kafka, such as test runs, keep
 * apart by a prefix.
 *
 * @param prefix put before every topic and every consumer group; empty for none
 */
public record TopicNames(String prefix) {

    private static final String DEAD_LETTERS = ".dlt";

    /** The topic on Kafka for a topic family. */
    public String onKafka(String topic) {
        return prefix + topic;
    }

    /** The topic on Kafka for the dead letters of a topic family. */
    public String deadLettersOnKafka(String topic) {
        return prefix + topic + DEAD_LETTERS;
    }

    /** The consumer group on Kafka for a consumer. */
    public String group(String consumer) {
        return prefix + consumer;
    }

    /** The topic family of a topic on Kafka. */
    public String family(String onKafka) {
        return onKafka.startsWith(prefix) ? onKafka.substring(prefix.length()) : onKafka;
    }
}
