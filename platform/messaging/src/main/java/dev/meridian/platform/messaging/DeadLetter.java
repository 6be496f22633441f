package dev.meridian.platform.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a consumer could not handle. Without its body, which only the consumer may read.
 *
 * @param topic the topic family it came from
 * @param partition partition of that topic
 * @param offset position in that partition
 * @param consumer who could not handle it
 * @param failure class name of the exception; never its message, which may quote personal data
 * @param failedAt when it was given up
 * @param id the event's id as it came; null where the event had none
 * @param type the event's type as it came; null where the event had none
 * @param behind how many events of its key wait for it, as far as they were counted
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        String consumer,
        String failure,
        Instant failedAt,
        @Nullable String id,
        @Nullable String type,
        int behind) {}
