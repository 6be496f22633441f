package dev.meridian.platform.messaging.topics;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What topics are made with.
 *
 * @param partitions of topics whose plan names no number
 * @param replication copies of each topic; -1 for what the broker makes by itself
 * @param retention how long a center's own topics are kept; null for the broker's retention
 * @param retentions the same for single topics, by family
 * @param deadLetterRetention how long what is no event is kept
 */
public record TopicSettings(
        int partitions,
        short replication,
        @Nullable Duration retention,
        Map<String, Duration> retentions,
        Duration deadLetterRetention) {

    public TopicSettings {
        retentions = Map.copyOf(retentions);
    }

    Optional<Duration> retentionOf(String topic) {
        return Optional.ofNullable(retentions.get(topic)).or(() -> Optional.ofNullable(retention));
    }
}
