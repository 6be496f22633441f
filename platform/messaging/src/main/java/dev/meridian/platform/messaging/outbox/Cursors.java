package dev.meridian.platform.messaging.outbox;

import java.util.Arrays;
import java.util.List;

/**
 * Where reading goes on in each shard: behind the last key that was read, so that neither a key with many rows nor one
 * that cannot be sent keeps the others waiting. What is left behind is read when the round begins again.
 */
final class Cursors {

    private final String[] topics = new String[Shards.COUNT];
    private final String[] keys = new String[Shards.COUNT];

    Cursors() {
        Arrays.fill(topics, "");
        Arrays.fill(keys, "");
    }

    String topic(int shard) {
        return topics[shard];
    }

    String key(int shard) {
        return keys[shard];
    }

    boolean atStart() {
        return Arrays.stream(topics).allMatch(String::isEmpty);
    }

    void backToStart() {
        Arrays.fill(topics, "");
        Arrays.fill(keys, "");
    }

    /** Moves on behind the rows just read; a shard that gave less than it could begins again. */
    void advance(List<OutboxRow> read, int perShard) {
        int[] counts = new int[Shards.COUNT];
        for (OutboxRow row : read) {
            counts[row.shard()]++;
            moveBehind(row);
        }
        for (int shard = 0; shard < Shards.COUNT; shard++) {
            if (counts[shard] < perShard) {
                topics[shard] = "";
                keys[shard] = "";
            }
        }
    }

    void moveBehind(OutboxRow row) {
        topics[row.shard()] = row.envelope().topic();
        keys[row.shard()] = row.envelope().key();
    }
}
