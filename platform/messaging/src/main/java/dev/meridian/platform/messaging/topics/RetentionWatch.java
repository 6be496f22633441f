package dev.meridian.platform.messaging.topics;

import dev.meridian.platform.messaging.GapHealing;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * Looks, whenever a consumer is given partitions, whether Kafka still holds what it would read next: what was dropped
 * before that leaves no gap behind in keys of which nothing comes any more.
 */
public final class RetentionWatch implements ConsumerAwareRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String consumer;
    private final TopicNames names;
    private final List<GapHealing> healers;

    public RetentionWatch(String consumer, TopicNames names, List<GapHealing> healers) {
        this.consumer = consumer;
        this.names = names;
        this.healers = List.copyOf(healers);
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> kafka, Collection<TopicPartition> partitions) {
        try {
            Map<TopicPartition, Long> kept = kafka.beginningOffsets(partitions, PATIENCE);
            Map<TopicPartition, OffsetAndMetadata> read = kafka.committed(new HashSet<>(partitions), PATIENCE);
            Set<String> lost = new TreeSet<>();
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata next = read.get(partition);
                if (kept.getOrDefault(partition, 0L) > (next == null ? 0 : next.offset())) {
                    lost.add(names.family(partition.topic()));
                }
            }
            lost.forEach(this::notice);
        } catch (KafkaException unanswered) {
            LOG.atWarn()
                    .addKeyValue("consumer", consumer)
                    .addKeyValue("cause", unanswered.getClass().getName())
                    .log("Whether events were lost could not be found out; it is looked at again when partitions move");
        }
    }

    private void notice(String topic) {
        LOG.atWarn()
                .addKeyValue("consumer", consumer)
                .addKeyValue("topic", topic)
                .log("Kafka no longer holds events that were never read");
        healers.forEach(healer -> healer.dropped(consumer, topic));
    }
}
