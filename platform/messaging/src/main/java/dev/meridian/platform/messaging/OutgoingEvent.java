package dev.meridian.platform.messaging;

import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fact to be told to other centers.
 *
 * @param topic the topic family, such as {@code meridian.customer.profile}, without the deployment's prefix
 * @param type the versioned event type, such as {@code meridian.customer.profile.merged.v1}
 * @param id the event's identity, the same on every retry; consumers handle an id once
 * @param key what keeps its order: events of one topic and key arrive in the order in which they were appended
 * @param time when the fact became true
 * @param brand the brand the fact belongs to; null for a fact of the whole group
 * @param data the contract record that becomes the JSON body
 */
public record OutgoingEvent(
        String topic,
        String type,
        UUID id,
        String key,
        Instant time,
        @Nullable Brand brand,
        Object data) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,200}");

    /** Most characters of a key. */
    public static final int LONGEST_KEY = 200;

    public OutgoingEvent {
        if (!NAME.matcher(topic).matches()) {
            throw new IllegalArgumentException("Not a topic name: " + topic);
        }
        if (!NAME.matcher(type).matches()) {
            throw new IllegalArgumentException("Not an event type: " + type);
        }
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("An event key has 1 to " + LONGEST_KEY + " characters");
        }
    }

    /** The body as it goes over the wire: UTF-8 JSON. */
    public byte[] body() {
        return OwnJson.bytes(data);
    }
}
