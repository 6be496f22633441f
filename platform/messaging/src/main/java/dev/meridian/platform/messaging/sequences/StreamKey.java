package dev.meridian.platform.messaging.sequences;

import java.util.Comparator;

/** What events are ordered by: their topic family and their key. The natural order is the one locks are taken in. */
public record StreamKey(String topic, String key) implements Comparable<StreamKey> {

    private static final Comparator<StreamKey> ORDER =
            Comparator.comparing(StreamKey::topic).thenComparing(StreamKey::key);

    @Override
    public int compareTo(StreamKey other) {
        return ORDER.compare(this, other);
    }
}
