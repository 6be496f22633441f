package dev.meridian.platform.messaging.parking;

import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.sequences.StreamKey;

/**
 * An event with the place it was read from.
 *
 * @param partition of its topic
 * @param offset in that partition
 */
public record Delivery(IncomingEvent event, int partition, long offset) {

    public StreamKey stream() {
        return new StreamKey(event.topic(), event.key());
    }
}
