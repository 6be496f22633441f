package dev.meridian.platform.messaging;

import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact another center (or this one) has told.
 *
 * @param topic the topic family, without the deployment's prefix
 * @param type the versioned event type
 * @param id the event's identity, the same on every retry
 * @param key the key the event is ordered by
 * @param sequence position among the events of its topic and key, from 1; 0 where the producer keeps no sequence
 * @param time when the fact became true
 * @param brand the brand the fact belongs to; null for a fact of the whole group
 * @param traceParent the W3C trace context of the work that made the fact true; null where nothing traced it
 * @param body the JSON body as it came
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Compared by id, never by body; a copy per access would cost more than it saves.
public record IncomingEvent(
        String topic,
        String type,
        UUID id,
        String key,
        long sequence,
        Instant time,
        @Nullable Brand brand,
        @Nullable String traceParent,
        byte[] body) {

    /**
     * The body as the consumer's own record, which names only the fields it reads: unknown ones are ignored.
     *
     * @throws tools.jackson.core.JacksonException if the body is not what the record promises, which makes the event a
     *     dead letter
     */
    public <T> T data(Class<T> shape) {
        return OwnJson.read(body, shape);
    }

    /** The same event, known by its id alone. */
    public IncomingEvent withoutSequence() {
        return new IncomingEvent(topic, type, id, key, 0, time, brand, traceParent, body);
    }

    @Override
    public String toString() {
        return "IncomingEvent[" + type + ", " + id + ", " + topic + "/" + key + "#" + sequence + "]";
    }
}
