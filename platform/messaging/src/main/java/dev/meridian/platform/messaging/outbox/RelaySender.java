package dev.meridian.platform.messaging.outbox;

import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.KafkaClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Sends rows in order and waits for their confirmation. At the first failure the producer is closed at once, from its
 * own callback: a producer that went on after giving up a record would write the next one of the same key first.
 */
final class RelaySender implements AutoCloseable {

    private static final Duration LINGER = Duration.ofMillis(5);

    private final KafkaClients clients;
    private final CloudEvents cloudEvents;
    private final Duration delivery;
    private @Nullable Producer<byte[], byte[]> producer;

    RelaySender(KafkaClients clients, CloudEvents cloudEvents, Duration delivery) {
        this.clients = clients;
        this.cloudEvents = cloudEvents;
        this.delivery = delivery;
    }

    /** Returns when every row was confirmed or the first failure has stopped the rest. */
    Sent send(List<OutboxRow> rows) {
        AtomicReferenceArray<@Nullable Boolean> confirmed = new AtomicReferenceArray<>(rows.size());
        AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
        try {
            Producer<byte[], byte[]> current = producer();
            for (int position = 0; position < rows.size() && failure.get() == null; position++) {
                OutboxRow row = rows.get(position);
                int index = position;
                var unused = current.send(cloudEvents.write(row.envelope(), row.body()), (metadata, exception) -> {
                    note(index, row, metadata, exception, confirmed, failure, current);
                });
            }
            current.flush();
        } catch (KafkaException | IllegalStateException refused) {
            // The producer was closed by a callback meanwhile, or cannot be made because no broker address resolves.
            boolean first = failure.compareAndSet(null, new Failure(rows.getFirst(), refused));
        }
        if (failure.get() != null) {
            discardProducer();
        }
        return new Sent(confirmedIds(rows, confirmed), failure.get());
    }

    @Override
    public void close() {
        discardProducer();
    }

    private static void note(
            int index,
            OutboxRow row,
            RecordMetadata metadata,
            @Nullable Exception exception,
            AtomicReferenceArray<@Nullable Boolean> confirmed,
            AtomicReference<@Nullable Failure> failure,
            Producer<byte[], byte[]> producer) {
        if (exception == null) {
            confirmed.set(index, true);
        } else if (failure.compareAndSet(null, new Failure(row, exception))) {
            producer.close(Duration.ZERO);
        }
    }

    private static List<UUID> confirmedIds(List<OutboxRow> rows, AtomicReferenceArray<@Nullable Boolean> confirmed) {
        List<UUID> ids = new ArrayList<>(rows.size());
        for (int index = 0; index < rows.size(); index++) {
            if (confirmed.get(index) != null) {
                ids.add(rows.get(index).envelope().id());
            }
        }
        return ids;
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = clients.producer(delivery, delivery.dividedBy(2), LINGER);
        }
        return producer;
    }

    private void discardProducer() {
        Producer<byte[], byte[]> discarded = producer;
        producer = null;
        if (discarded != null) {
            discarded.close(Duration.ZERO);
        }
    }

    /** What Kafka has confirmed, and the first failure where there was one. */
    record Sent(List<UUID> confirmed, @Nullable Failure failure) {}

    /** The first row that failed, and why. */
    record Failure(OutboxRow row, Exception cause) {}
}
