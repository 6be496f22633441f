package dev.meridian.platform.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Gives events the sequences an outbox would: the next one of their topic and key, and the old one to a repetition. */
final class TestSequences {

    private final Map<Stream, Map<UUID, Long>> given = new HashMap<>();

    synchronized TestEvent numbered(TestEvent event) {
        if (event.sequence() > 0) {
            return event;
        }
        Map<UUID, Long> stream =
                given.computeIfAbsent(new Stream(event.topic(), event.key()), unused -> new HashMap<>());
        return event.withSequence(stream.computeIfAbsent(event.id(), unused -> stream.size() + 1L));
    }

    private record Stream(String topic, String key) {}
}
