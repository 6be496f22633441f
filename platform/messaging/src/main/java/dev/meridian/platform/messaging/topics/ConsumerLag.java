package dev.meridian.platform.messaging.topics;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Measures how many records each consumer of the center has still before it, as the whole group sees it. */
public final class ConsumerLag implements AutoCloseable {

    private final List<EventSubscription> subscriptions;
    private final KafkaClients clients;
    private final TopicNames names;
    private final Map<String, Double> lags = new ConcurrentHashMap<>();
    private @Nullable Admin admin;

    public ConsumerLag(
            List<EventSubscription> subscriptions, KafkaClients clients, TopicNames names, MeterRegistry meters) {
        this.subscriptions = subscriptions;
        this.clients = clients;
        this.names = names;
        for (EventSubscription subscription : subscriptions) {
            String consumer = subscription.consumer();
            Gauge unused = Gauge.builder("meridian.consumer.lag", lags, it -> it.getOrDefault(consumer, Double.NaN))
                    .description("Records the consumer has not finished yet")
                    .tag("consumer", consumer)
                    .register(meters);
        }
    }

    /** Measures again; what cannot be measured now is unknown rather than what it was. */
    public synchronized void measure() throws InterruptedException {
        for (EventSubscription subscription : subscriptions) {
            try {
                lags.put(subscription.consumer(), (double) lag(subscription));
            } catch (ExecutionException | RuntimeException unknown) {
                lags.remove(subscription.consumer());
            }
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
        }
    }

    private long lag(EventSubscription subscription) throws ExecutionException, InterruptedException {
        Admin client = admin();
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        client.describeTopics(subscription.topics().stream().map(names::onKafka).toList())
                .allTopicNames()
                .get()
                .forEach((topic, description) -> description.partitions().forEach(partition -> {
                    TopicPartition place = new TopicPartition(topic, partition.partition());
                    earliest.put(place, OffsetSpec.earliest());
                    latest.put(place, OffsetSpec.latest());
                }));
        Map<TopicPartition, ListOffsetsResultInfo> starts =
                client.listOffsets(earliest).all().get();
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                client.listOffsets(latest).all().get();
        Map<TopicPartition, OffsetAndMetadata> committed = client.listConsumerGroupOffsets(
                        names.group(subscription.consumer()))
                .partitionsToOffsetAndMetadata()
                .get();
        long lag = 0;
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : ends.entrySet()) {
            OffsetAndMetadata done = committed.get(end.getKey());
            ListOffsetsResultInfo start = starts.get(end.getKey());
            long from = done != null ? done.offset() : start != null ? start.offset() : 0;
            lag += Math.max(0, end.getValue().offset() - from);
        }
        return lag;
    }

    private Admin admin() {
        if (admin == null) {
            admin = clients.admin();
        }
        return admin;
    }
}
