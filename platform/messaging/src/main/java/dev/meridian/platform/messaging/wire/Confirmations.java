package dev.meridian.platform.messaging.wire;

import dev.meridian.platform.messaging.KafkaUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends records and waits for Kafka to confirm all of them, in bounded time. */
public final class Confirmations implements AutoCloseable {

    private static final Duration BLOCKING = Duration.ofMillis(1_500);
    private static final Duration DELIVERY = Duration.ofMillis(3_400);
    private static final Duration LINGER = Duration.ofMillis(2);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final KafkaClients clients;
    private volatile boolean closed;
    private @Nullable Producer<byte[], byte[]> producer;

    public Confirmations(KafkaClients clients) {
        this.clients = clients;
    }

    /**
     * Sends and waits, at most about five seconds.
     *
     * @throws KafkaUnavailable if not all were confirmed
     */
    public void send(List<ProducerRecord<byte[], byte[]>> records) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            Producer<byte[], byte[]> sender = producer();
            List<Future<RecordMetadata>> confirmations = new ArrayList<>(records.size());
            for (ProducerRecord<byte[], byte[]> sent : records) {
                Future<RecordMetadata> confirmation = sender.send(sent);
                confirmations.add(confirmation);
                if (confirmation.state() == Future.State.FAILED) {
                    // Each further call could wait for the cluster as long as this one did.
                    throw new KafkaUnavailable("Kafka did not take an event", confirmation.exceptionNow());
                }
            }
            for (Future<RecordMetadata> confirmation : confirmations) {
                await(confirmation, deadline);
            }
        } catch (KafkaException | IllegalStateException refused) {
            throw new KafkaUnavailable("Kafka did not take an event", refused);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (producer != null) {
            producer.close(LONGEST_WAIT);
        }
    }

    private static void await(Future<RecordMetadata> confirmation, long deadline) {
        try {
            RecordMetadata unused = confirmation.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new KafkaUnavailable("Kafka did not confirm an event", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailable("Interrupted while Kafka was confirming an event", interrupted);
        }
    }

    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("Closed");
        }
        if (producer == null) {
            producer = clients.producer(DELIVERY, BLOCKING, LINGER);
        }
        return producer;
    }
}
