package dev.meridian.platform.testing;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event as another center would send it.
 *
 * @param topic without the test's prefix
 * @param type such as {@code meridian.customer.profile.created.v1}
 * @param id the same on every repetition of the same event
 * @param key Kafka key and subject
 * @param sequence of the key; 0 for the next one, which the probe gives it
 * @param time when it happened
 * @param brand whose fact it is, where it is one brand's
 * @param body the data as JSON
 */
public record TestEvent(
        String topic,
        String type,
        UUID id,
        String key,
        long sequence,
        Instant time,
        @Nullable String brand,
        byte[] body) {

    private static final Clock CLOCK = Clock.systemUTC();

    /**
     * The next event of its key, with a new id, happening now.
     *
     * @param key anything whose text form is the key, such as a UUID
     * @param data a record, a map or a JSON node; a {@link String} is taken as the JSON text it is
     */
    public static TestEvent of(String topic, String type, Object key, Object data) {
        byte[] body = data instanceof String text
                ? Json.MAPPER.writeValueAsBytes(Json.parse(text))
                : Json.MAPPER.writeValueAsBytes(data);
        return new TestEvent(topic, type, UUID.randomUUID(), key.toString(), 0, CLOCK.instant(), null, body);
    }

    public TestEvent withId(UUID value) {
        return new TestEvent(topic, type, value, key, sequence, time, brand, body);
    }

    public TestEvent withSequence(long value) {
        return new TestEvent(topic, type, id, key, value, time, brand, body);
    }

    public TestEvent withTime(Instant value) {
        return new TestEvent(topic, type, id, key, sequence, value, brand, body);
    }

    public TestEvent withBrand(String value) {
        return new TestEvent(topic, type, id, key, sequence, time, value, body);
    }

    /** The data. */
    public JsonNode data() {
        return Json.parse(body);
    }

    /** CloudEvents attributes as Kafka headers. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id.toString());
        headers.put("ce_source", "/meridian/" + type.split("\\.")[1] + "-center");
        headers.put("ce_type", type);
        headers.put("ce_subject", key);
        headers.put("ce_time", time.toString());
        headers.put("ce_sequence", Long.toString(sequence));
        headers.put("ce_partitionkey", key);
        headers.put("content-type", "application/json");
        if (brand != null) {
            headers.put("ce_brand", brand);
        }
        return headers;
    }
}
