package dev.meridian.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Everything on a topic, as Kafka holds it.
 *
 * @param records in the order of their partitions
 */
record TopicContent(List<ConsumerRecord<byte[], byte[]>> records) {

    static TopicContent of(Place place, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", place.kafka(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(place.prefix() + topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
            return new TopicContent(records);
        }
    }

    static String header(ConsumerRecord<byte[], byte[]> message, String name) {
        var header = message.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    List<String> ids() {
        return records.stream().map(message -> header(message, "ce_id")).toList();
    }

    /**
     * Each told event is there; whoever drops repeated ids sees the events of each key in the order of their
     * sequences, from 1 and without a gap; and a sequence always means the same event.
     */
    void holdsInOrder(Collection<UUID> told) {
        Map<String, List<String>> firstOccurrences = new LinkedHashMap<>();
        Map<String, Long> lastSequence = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> message : records) {
            String key = new String(message.key(), UTF_8);
            String id = header(message, "ce_id");
            long sequence = Long.parseLong(header(message, "ce_sequence"));
            List<String> events = firstOccurrences.computeIfAbsent(key, unused -> new ArrayList<>());
            if (seen.add(id)) {
                assertThat(sequence)
                        .describedAs("sequence of the next new event of %s", key)
                        .isEqualTo(lastSequence.getOrDefault(key, 0L) + 1);
                lastSequence.put(key, sequence);
                events.add(id);
            } else {
                assertThat(events.get((int) sequence - 1))
                        .describedAs("event %d of %s when repeated", sequence, key)
                        .isEqualTo(id);
            }
        }
        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        told.stream().map(UUID::toString).toList());
    }
}
