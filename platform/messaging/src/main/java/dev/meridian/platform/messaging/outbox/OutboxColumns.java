package dev.meridian.platform.messaging.outbox;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.OutgoingEvent;
import org.jspecify.annotations.Nullable;

/** Events column by column, as one insert takes them. */
final class OutboxColumns {

    final @Nullable String traceParent;
    final String[] ids;
    final String[] topics;
    final String[] keys;
    final long[] sequences;
    final String[] types;
    final String[] payloads;
    final String[] times;
    final @Nullable String[] brands;
    final int[] shards;
    private int size;

    OutboxColumns(int events, @Nullable String traceParent) {
        this.traceParent = traceParent;
        ids = new String[events];
        topics = new String[events];
        keys = new String[events];
        sequences = new long[events];
        types = new String[events];
        payloads = new String[events];
        times = new String[events];
        brands = new @Nullable String[events];
        shards = new int[events];
    }

    void add(OutgoingEvent event, String payload, long sequence, int shard) {
        Brand brand = event.brand();
        ids[size] = event.id().toString();
        topics[size] = event.topic();
        keys[size] = event.key();
        sequences[size] = sequence;
        types[size] = event.type();
        payloads[size] = payload;
        times[size] = event.time().toString();
        brands[size] = brand == null ? null : brand.key();
        shards[size] = shard;
        size++;
    }
}
