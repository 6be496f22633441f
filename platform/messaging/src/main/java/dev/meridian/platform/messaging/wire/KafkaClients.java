package dev.meridian.platform.messaging.wire;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients with the settings the guarantees rest on; addresses and security come from the deployment. */
public final class KafkaClients {

    private static final Duration ADMIN_TIMEOUT = Duration.ofSeconds(10);

    private final Map<String, Object> producerBase;
    private final Map<String, Object> consumerBase;
    private final Map<String, Object> adminBase;

    public KafkaClients(Map<String, Object> producer, Map<String, Object> consumer, Map<String, Object> admin) {
        this.producerBase = Map.copyOf(producer);
        this.consumerBase = Map.copyOf(consumer);
        this.adminBase = Map.copyOf(admin);
    }

    /**
     * A producer that repeats without duplicating or reordering, and that gives up in bounded time.
     *
     * @param delivery from the call to the broker's confirmation, once the cluster's metadata is known
     * @param blocking longest wait for metadata or buffer space, before {@code delivery} begins
     */
    public Producer<byte[], byte[]> producer(Duration delivery, Duration blocking, Duration linger) {
        Map<String, Object> settings = new HashMap<>(producerBase);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, blocking.toMillis());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, (int) linger.toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) delivery.toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                delivery.minus(linger).multipliedBy(4).dividedBy(5).toMillis());
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 * 1024);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Settings of a consumer that starts at the beginning and commits only what it is told to. */
    public Map<String, Object> consumerSettings(String group, int maxPollRecords) {
        Map<String, Object> settings = new HashMap<>(consumerBase);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, 30_000L);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    /** A consumer for a caller who reads by hand and waits no longer than {@code timeout} for any answer. */
    public KafkaConsumer<byte[], byte[]> consumer(String group, int maxPollRecords, Duration timeout) {
        Map<String, Object> settings = consumerSettings(group, maxPollRecords);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                timeout.dividedBy(2).toMillis());
        return new KafkaConsumer<>(settings);
    }

    /** A client for topics and groups. */
    public Admin admin() {
        Map<String, Object> settings = new HashMap<>(adminBase);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ADMIN_TIMEOUT.toMillis());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int)
                ADMIN_TIMEOUT.dividedBy(2).toMillis());
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return Admin.create(settings);
    }
}
