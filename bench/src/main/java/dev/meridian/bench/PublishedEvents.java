package dev.meridian.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows a topic from where it ends now. */
final class PublishedEvents implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final KafkaConsumer<byte[], byte[]> consumer;

    PublishedEvents(String kafka, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        for (TopicPartition partition : partitions) {
            // Seeking is lazy; asking for the position makes it happen now.
            long unused = consumer.position(partition);
        }
    }

    /** Waits for so many different events. */
    List<ConsumerRecord<byte[], byte[]>> await(int events) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<String> ids = new HashSet<>();
        List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>();
        while (received.size() < events) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + received.size() + " of " + events + " events came");
            }
            for (ConsumerRecord<byte[], byte[]> event : consumer.poll(Duration.ofMillis(50))) {
                String id = new String(event.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8);
                if (ids.add(id)) {
                    received.add(event);
                }
            }
        }
        return received;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
