package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics a center owns and those it reads, with their dead letters: whichever center starts first creates
 * them. Existing topics are left as they are, also those an operator made beforehand.
 */
public final class TopicCreation {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

    /** A dead letter carries a few more headers than the largest event that was accepted. */
    private static final int LARGEST_DEAD_LETTER = 2 * 1024 * 1024;

    private static final long DEAD_LETTERS_KEPT_MILLIS = 90L * 24 * 60 * 60 * 1000;

    private final List<TopicPlan> plans;
    private final List<EventSubscription> subscriptions;
    private final KafkaClients clients;
    private final TopicNames names;
    private final int partitions;
    private final short replication;

    /**
     * @param partitions of topics whose plan names no number
     */
    public TopicCreation(
            List<TopicPlan> plans,
            List<EventSubscription> subscriptions,
            KafkaClients clients,
            TopicNames names,
            int partitions,
            short replication) {
        this.plans = plans;
        this.subscriptions = subscriptions;
        this.clients = clients;
        this.names = names;
        this.partitions = partitions;
        this.replication = replication;
    }

    /**
     * Creates what is missing.
     *
     * @throws KafkaUnavailable if that was not possible now
     */
    void create() {
        Map<String, NewTopic> wanted = wanted();
        if (wanted.isEmpty()) {
            return;
        }
        try (Admin admin = clients.admin()) {
            for (Map.Entry<String, KafkaFuture<Void>> creation :
                    admin.createTopics(wanted.values()).values().entrySet()) {
                await(creation.getKey(), creation.getValue());
            }
        } catch (KafkaException failed) {
            throw new KafkaUnavailable("Topics could not be created", failed);
        }
    }

    private static void await(String topic, KafkaFuture<Void> creation) {
        try {
            Void created = creation.get();
            LOG.atInfo().addKeyValue("topic", topic).log("Topic created");
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof TopicExistsException)) {
                throw new KafkaUnavailable("A topic could not be created", failed);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailable("Interrupted while topics were created", interrupted);
        }
    }

    private Map<String, NewTopic> wanted() {
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        for (TopicPlan plan : plans) {
            for (TopicPlan.Topic topic : plan.topics()) {
                int count = Optional.ofNullable(topic.partitions()).orElse(partitions);
                NewTopic planned = topic(names.onKafka(topic.name()), count, topic.settings());
                NewTopic before = wanted.put(planned.name(), planned);
            }
        }
        for (EventSubscription subscription : subscriptions) {
            for (String topic : subscription.topics()) {
                NewTopic read = topic(names.onKafka(topic), partitions, Map.of());
                NewTopic before = wanted.putIfAbsent(read.name(), read);
                NewTopic deadLetters = topic(
                        names.deadLettersOnKafka(topic),
                        1,
                        Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(LARGEST_DEAD_LETTER),
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(DEAD_LETTERS_KEPT_MILLIS)));
                before = wanted.putIfAbsent(deadLetters.name(), deadLetters);
            }
        }
        return wanted;
    }

    private NewTopic topic(String name, int count, Map<String, String> settings) {
        return new NewTopic(name, count, replication).configs(settings);
    }
}
