package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.sequences.StreamKey;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Which keys have failed since something last came through on each partition. One event that fails is poison; when
 * different keys fail one after the other, the cause is more likely what they share, such as a bad release.
 */
final class PoisonRuns {

    private final int limit;
    private final Map<TopicPartition, Set<StreamKey>> failed = new ConcurrentHashMap<>();

    /**
     * @param limit so many keys in a row stop the partition
     */
    PoisonRuns(int limit) {
        this.limit = limit;
    }

    /** Notes a failure; answers whether it stops the partition. */
    boolean stops(TopicPartition partition, StreamKey key) {
        Set<StreamKey> run = failed.computeIfAbsent(partition, unused -> new LinkedHashSet<>());
        boolean added = run.size() < limit && run.add(key);
        return run.size() >= limit;
    }

    /**
     * Notes that something came through.
     *
     * @return the keys that failed before, if they had stopped the partition: they were likely not to blame either
     */
    Set<StreamKey> ended(TopicPartition partition) {
        Set<StreamKey> run = failed.remove(partition);
        return run == null || run.size() < limit ? Set.of() : run;
    }
}
