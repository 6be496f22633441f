package dev.meridian.platform.messaging.deadletters;

import dev.meridian.platform.messaging.DeadLetter;
import dev.meridian.platform.messaging.DeadLetters;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.Confirmations;
import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/** Reads dead letters from their topic; how far they were redriven is the committed offset of a group of its own. */
public final class KafkaDeadLetters implements DeadLetters {

    private static final String GROUP = "meridian.redrive";
    private static final int CHUNK = 500;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final TopicNames names;
    private final KafkaClients clients;
    private final Confirmations confirmations;

    public KafkaDeadLetters(TopicNames names, KafkaClients clients, Confirmations confirmations) {
        this.names = names;
        this.clients = clients;
        this.confirmations = confirmations;
    }

    @Override
    public List<DeadLetter> list(String topic, int max) {
        return reading(
                topic,
                max,
                (waiting, consumer) ->
                        waiting.stream().map(letter -> describe(topic, letter)).toList());
    }

    /** One redrive at a time; a second one in another process would only repeat, which the inbox sees. */
    @Override
    public synchronized int redrive(String topic, int max) {
        return reading(topic, max, (waiting, consumer) -> {
            for (int from = 0; from < waiting.size(); from += CHUNK) {
                List<ConsumerRecord<byte[], byte[]>> chunk =
                        waiting.subList(from, Math.min(from + CHUNK, waiting.size()));
                confirmations.send(
                        chunk.stream().map(letter -> again(topic, letter)).toList());
                consumer.commitSync(behind(chunk));
            }
            return waiting.size();
        });
    }

    /** What lies here is of no key that it could hold, and goes with time. */
    @Override
    public boolean holds(String topic, String consumer, UUID event) {
        return false;
    }

    @Override
    public int discard(String topic, String consumer, UUID event, boolean withAllBehind) {
        return 0;
    }

    private <R> R reading(String topic, int max, Work<R> work) {
        try (Consumer<byte[], byte[]> consumer = clients.consumer(names.group(GROUP), CHUNK, TIMEOUT)) {
            return work.on(read(consumer, names.deadLettersOnKafka(topic), max), consumer);
        } catch (KafkaException failed) {
            throw new KafkaUnavailable("The dead letters cannot be read now", failed);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(
            Consumer<byte[], byte[]> consumer, String deadLetters, int max) {
        Set<TopicPartition> partitions = consumer.partitionsFor(deadLetters).stream()
                .map(info -> new TopicPartition(deadLetters, info.partition()))
                .collect(Collectors.toSet());
        // Reading goes on at the group's committed offsets, or at the beginning where there are none.
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        while (read.size() < max && ends.entrySet().stream().anyMatch(end -> isBefore(consumer, end))) {
            if (System.nanoTime() - deadline > 0) {
                throw new KafkaUnavailable(
                        "The dead letters took too long to read", new IllegalStateException("Deadline passed"));
            }
            for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                if (read.size() < max) {
                    read.add(letter);
                }
                deadline = System.nanoTime() + TIMEOUT.toNanos();
            }
        }
        return read;
    }

    private static boolean isBefore(Consumer<byte[], byte[]> consumer, Map.Entry<TopicPartition, Long> end) {
        return consumer.position(end.getKey()) < end.getValue();
    }

    private ProducerRecord<byte[], byte[]> again(String topic, ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = letter.headers();
        String consumer = CloudEvents.text(headers, DeadLetterHeaders.CONSUMER);
        String redrives = CloudEvents.text(headers, DeadLetterHeaders.REDRIVES);
        DeadLetterHeaders.removeFrom(headers);
        if (consumer != null) {
            CloudEvents.put(headers, DeadLetterHeaders.REDRIVEN_FOR, consumer);
        }
        CloudEvents.put(
                headers,
                DeadLetterHeaders.REDRIVES,
                Integer.toString(redrives == null ? 1 : Integer.parseInt(redrives) + 1));
        return new ProducerRecord<>(names.onKafka(topic), null, letter.key(), letter.value(), headers);
    }

    private static Map<TopicPartition, OffsetAndMetadata> behind(List<ConsumerRecord<byte[], byte[]>> letters) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            offsets.put(
                    new TopicPartition(letter.topic(), letter.partition()), new OffsetAndMetadata(letter.offset() + 1));
        }
        return offsets;
    }

    private static DeadLetter describe(String topic, ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = letter.headers();
        return new DeadLetter(
                topic,
                Integer.parseInt(textOr(headers, DeadLetterHeaders.PARTITION, "-1")),
                Long.parseLong(textOr(headers, DeadLetterHeaders.OFFSET, "-1")),
                textOr(headers, DeadLetterHeaders.CONSUMER, ""),
                textOr(headers, DeadLetterHeaders.EXCEPTION, ""),
                Instant.parse(textOr(headers, DeadLetterHeaders.FAILED_AT, Instant.EPOCH.toString())),
                CloudEvents.text(headers, CloudEvents.ID),
                CloudEvents.text(headers, CloudEvents.TYPE),
                0);
    }

    private static String textOr(Headers headers, String name, String other) {
        String value = CloudEvents.text(headers, name);
        return value == null ? other : value;
    }

    private interface Work<R> {
        R on(List<ConsumerRecord<byte[], byte[]>> waiting, Consumer<byte[], byte[]> consumer);
    }
}
