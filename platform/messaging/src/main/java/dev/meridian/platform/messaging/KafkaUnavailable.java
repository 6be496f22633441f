package dev.meridian.platform.messaging;

import dev.meridian.platform.problems.CapabilityUnavailableException;

/** Kafka did not confirm in time. The work may be repeated unchanged. */
public final class KafkaUnavailable extends CapabilityUnavailableException {

    private static final long serialVersionUID = 1L;

    public KafkaUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
