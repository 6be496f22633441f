package dev.meridian.platform.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

class KafkaServerTests extends ServerContract<KafkaServer> {

    private static final TopicPartition KEPT = new TopicPartition("kept", 0);

    private final int port = Ports.free();
    private final int controllerPort = Ports.free();

    @Override
    KafkaServer create(Path state) {
        return new KafkaServer(Checkout.distributions(), ServerHome.in(state, "kafka"), port, controllerPort, 256);
    }

    @Override
    void store(KafkaServer server, String key, String value) {
        try (Admin admin = Admin.create(settings());
                KafkaProducer<String, String> producer =
                        new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
            if (!admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(KEPT.topic())) {
                admin.createTopics(List.of(new NewTopic(KEPT.topic(), 1, (short) 1)))
                        .all()
                        .get(20, TimeUnit.SECONDS);
            }
            producer.send(new ProducerRecord<>(KEPT.topic(), key, value)).get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    String read(KafkaServer server, String key) {
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(KEPT));
            consumer.seekToBeginning(List.of(KEPT));
            Map<String, String> found = new HashMap<>();
            long end =
                    consumer.endOffsets(List.of(KEPT), Duration.ofSeconds(20)).get(KEPT);
            while (consumer.position(KEPT) < end) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
                    found.put(each.key(), each.value());
                }
            }
            return found.getOrDefault(key, "");
        }
    }

    private Map<String, Object> settings() {
        return Map.of("bootstrap.servers", server.address().bootstrapServers(), "acks", "all");
    }
}
