package dev.meridian.platform.messaging.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;

/** Spreads topics and keys over the shards; all rows of one topic and key are in one shard. */
final class Shards {

    /** As many as the lease table has rows. */
    static final int COUNT = 16;

    private Shards() {}

    static int of(String topic, String key) {
        CRC32 hash = new CRC32();
        hash.update(topic.getBytes(UTF_8));
        hash.update(0);
        hash.update(key.getBytes(UTF_8));
        return (int) (hash.getValue() % COUNT);
    }
}
