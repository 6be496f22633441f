package dev.meridian.platform.messaging;

/** Kafka did not confirm in time. The work may be repeated unchanged. */
public final class KafkaUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public KafkaUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
