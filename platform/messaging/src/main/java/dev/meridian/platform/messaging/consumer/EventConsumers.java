package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.GapHealing;
import dev.meridian.platform.messaging.topics.RetentionWatch;
import dev.meridian.platform.messaging.topics.TopicCreation;
import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Runs the center's consumers. They start once the topics exist, which a thread in the background sees to: a center
 * starts and answers while Kafka is away.
 */
public final class EventConsumers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventConsumers.class);
    private static final Duration SHUTDOWN = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final TopicCreation topics;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers;
    private CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean running;

    public EventConsumers(
            List<EventSubscription> subscriptions,
            TopicCreation topics,
            KafkaClients clients,
            TopicNames names,
            ProcessingFactory processing,
            List<GapHealing> healers,
            int maxPollRecords) {
        this.topics = topics;
        this.containers = new ArrayList<>();
        for (EventSubscription subscription : subscriptions) {
            containers.add(container(subscription, clients, names, processing, healers, maxPollRecords));
        }
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            stopped = new CountDownLatch(1);
            CountDownLatch stop = stopped;
            Thread starting = Thread.ofVirtual().name("event-consumers-start").start(() -> startWhenTopicsExist(stop));
        }
    }

    @Override
    public synchronized void stop() {
        running = false;
        stopped.countDown();
        containers.parallelStream().forEach(ConcurrentMessageListenerContainer::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void startWhenTopicsExist(CountDownLatch stop) {
        try {
            while (stop.getCount() > 0 && !created()) {
                boolean ended = stop.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        }
        startContainers(stop);
    }

    private boolean created() {
        try {
            topics.create();
            return true;
        } catch (RuntimeException failed) {
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(failed.getCause()))
                    .log("Topics cannot be created yet; consumers wait");
            return false;
        }
    }

    private synchronized void startContainers(CountDownLatch stop) {
        if (stop.getCount() > 0) {
            containers.forEach(ConcurrentMessageListenerContainer::start);
        }
    }

    private static ConcurrentMessageListenerContainer<byte[], byte[]> container(
            EventSubscription subscription,
            KafkaClients clients,
            TopicNames names,
            ProcessingFactory processing,
            List<GapHealing> healers,
            int maxPollRecords) {
        ContainerProperties properties = new ContainerProperties(
                subscription.topics().stream().map(names::onKafka).toArray(String[]::new));
        String group = names.group(subscription.consumer());
        properties.setGroupId(group);
        properties.setAckMode(AckMode.MANUAL);
        properties.setShutdownTimeout(SHUTDOWN.toMillis());
        properties.setMessageListener(processing.listener(subscription));
        properties.setConsumerRebalanceListener(new RetentionWatch(subscription.consumer(), names, healers));
        var container = new ConcurrentMessageListenerContainer<byte[], byte[]>(
                new DefaultKafkaConsumerFactory<>(clients.consumerSettings(group, maxPollRecords)), properties);
        container.setConcurrency(subscription.concurrency());
        container.setBeanName(subscription.consumer());
        // The listener decides about failures itself; whatever still escapes it is tried again and never skipped.
        container.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS)));
        return container;
    }
}
