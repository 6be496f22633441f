package dev.meridian.platform.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * Reads every topic under the test's prefix from its beginning, and sends events as another center would. An event that
 * breaks its schema or the CloudEvents headers fails whichever test waits next, unless the test itself sent it so.
 * Topics are named without the prefix.
 */
public final class EventProbe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration DISCOVERY = Duration.ofMillis(500);
    private static final String REDRIVEN = "meridian_redriven_for";
    private static final String DEAD_LETTERS = ".dlt";

    private final String bootstrapServers;
    private final String prefix;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ReceivedEvent> received = new CopyOnWriteArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Set<String> existing = ConcurrentHashMap.newKeySet();
    private final Set<TopicPosition> deliberate = ConcurrentHashMap.newKeySet();
    private final TestSequences sequences = new TestSequences();
    private final Thread reader;
    private volatile boolean closed;

    private record TopicPosition(String topic, int partition, long offset) {}

    EventProbe(String bootstrapServers, String prefix) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE.toMillis()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        reader = Thread.ofPlatform().daemon().name("event-probe").start(this::read);
    }

    /** Waits for an event of the type that fits; fails the test when none comes in 20 seconds. */
    @CanIgnoreReturnValue
    public ReceivedEvent await(String type, Predicate<ReceivedEvent> fits) {
        return await(type, 1, fits).getFirst();
    }

    /** Waits until at least so many events of the type fit; answers all that do by then, in order of each key. */
    @CanIgnoreReturnValue
    public List<ReceivedEvent> await(String type, int count, Predicate<ReceivedEvent> fits) {
        Awaitility.await(count + " of " + type)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> received(type, fits).size() >= count);
        return received(type, fits);
    }

    /** Fails the test unless exactly so many events of the type fit, and stay so many for the while. */
    public void expectExactly(int count, String type, Predicate<ReceivedEvent> fits, Duration settle) {
        List<ReceivedEvent> found = await(type, count, fits);
        Awaitility.await("no more than " + count + " of " + type)
                .during(settle)
                .atMost(settle.plus(PATIENCE))
                .pollInterval(POLL)
                .until(() -> received(type, fits).size() == count);
        Set<Object> ids = new HashSet<>(found.stream().map(ReceivedEvent::id).toList());
        if (ids.size() != count) {
            throw new AssertionError("The same event was sent again under another offset: " + found);
        }
    }

    /** The events of the type that fit and have come so far, dead letters aside. */
    public List<ReceivedEvent> received(String type, Predicate<ReceivedEvent> fits) {
        failOnFaults();
        return received.stream()
                .filter(event -> !event.topic().endsWith(DEAD_LETTERS))
                .filter(event -> event.type().equals(type))
                .filter(fits)
                .toList();
    }

    /** Everything that has come so far on a topic, dead letter topics included. */
    public List<ReceivedEvent> receivedOn(String topic) {
        failOnFaults();
        return received.stream().filter(event -> event.topic().equals(topic)).toList();
    }

    /** Waits for a dead letter of the topic that fits. */
    @CanIgnoreReturnValue
    public ReceivedEvent awaitDeadLetter(String topic, Predicate<ReceivedEvent> fits) {
        Predicate<ReceivedEvent> here = fits.and(event -> event.topic().equals(topic + DEAD_LETTERS));
        return Awaitility.await("a dead letter of " + topic)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .until(() -> received.stream().filter(here).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** How many events of the type fit and have come so far. */
    public int count(String type, Predicate<ReceivedEvent> fits) {
        return received(type, fits).size();
    }

    /** Sends a valid event and waits until Kafka has it. */
    public void send(TestEvent event) {
        EventContracts.validate(event.type(), event.body());
        TestEvent numbered = sequences.numbered(event);
        post(numbered.topic(), numbered.key(), numbered.headers(), numbered.body());
    }

    /** Sends events, of which each must be valid, and waits until Kafka has them all. */
    public void send(List<TestEvent> events) {
        events.forEach(this::send);
    }

    /** Sends an event that need not keep to its schema. */
    public void sendUnchecked(TestEvent event) {
        TestEvent numbered = sequences.numbered(event);
        sendRaw(numbered.topic(), numbered.key(), numbered.headers(), numbered.body());
    }

    /** Sends any message. */
    public void sendRaw(String topic, String key, Map<String, String> headers, byte[] value) {
        // The reader waits for this lock before it judges what it read, and by then knows that it was meant so.
        synchronized (deliberate) {
            deliberate.add(post(topic, key, headers, value));
        }
    }

    /** The test's topic prefix. */
    public String prefix() {
        return prefix;
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(1));
    }

    @CanIgnoreReturnValue
    private TopicPosition post(String topic, String key, Map<String, String> headers, byte[] value) {
        if (existing.add(topic)) {
            TestTopics.create(bootstrapServers, List.of(prefix + topic));
        }
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(prefix + topic, key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            var written = producer.send(message).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new TopicPosition(topic, written.partition(), written.offset());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending to " + topic, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not take a message for " + topic, e);
        }
    }

    private void read() {
        try (consumer) {
            long nextDiscovery = System.nanoTime();
            while (!closed) {
                if (System.nanoTime() - nextDiscovery >= 0) {
                    discover();
                    nextDiscovery = System.nanoTime() + DISCOVERY.toNanos();
                }
                if (consumer.assignment().isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
                } else {
                    consumer.poll(POLL).forEach(this::take);
                }
            }
        } catch (WakeupException | InterruptedException e) {
            if (!closed) {
                faults.add("the probe was stopped: " + e);
            }
        }
    }

    private void discover() {
        try {
            List<TopicPartition> all = new ArrayList<>();
            consumer.listTopics(PATIENCE).forEach((topic, partitions) -> {
                if (topic.startsWith(prefix)) {
                    partitions.forEach(part -> all.add(new TopicPartition(topic, part.partition())));
                }
            });
            if (!consumer.assignment().containsAll(all)) {
                consumer.assign(all);
            }
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // A broker that a test has stopped comes back; what cannot be read until then is read after it.
            return;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        ReceivedEvent event = ReceivedEvent.from(message, prefix);
        received.add(event);
        // What was given up, and what is sent again from there, was judged when it came first.
        if (event.topic().endsWith(DEAD_LETTERS) || event.headers().containsKey(REDRIVEN)) {
            return;
        }
        List<String> found = event.faults();
        if (found.isEmpty()) {
            return;
        }
        synchronized (deliberate) {
            if (!deliberate.contains(new TopicPosition(event.topic(), event.partition(), event.offset()))) {
                faults.add(event + " breaks its contract: " + found);
            }
        }
    }

    private void failOnFaults() {
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join(System.lineSeparator(), faults));
        }
    }
}
