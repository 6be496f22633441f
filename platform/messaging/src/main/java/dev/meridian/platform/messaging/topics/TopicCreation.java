package dev.meridian.platform.messaging.topics;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics a center owns and those it reads, with their dead letters: whichever center starts first creates
 * them. Existing topics are left as they are, also those an operator made beforehand, but for the retention where it is
 * set: that is the owner's to say, and may change. Not by {@code KafkaAdmin}, which would add partitions to an existing
 * topic and so part the events of a key.
 */
public final class TopicCreation {

    private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

    /** A dead letter carries a few more headers than the largest event that was accepted. */
    private static final int LARGEST_DEAD_LETTER = 2 * 1024 * 1024;

    private final List<TopicPlan> plans;
    private final List<EventSubscription> subscriptions;
    private final KafkaClients clients;
    private final TopicNames names;
    private final TopicSettings settings;

    public TopicCreation(
            List<TopicPlan> plans,
            List<EventSubscription> subscriptions,
            KafkaClients clients,
            TopicNames names,
            TopicSettings settings) {
        this.plans = plans;
        this.subscriptions = subscriptions;
        this.clients = clients;
        this.names = names;
        this.settings = settings;
    }

    /**
     * Creates what is missing.
     *
     * @throws KafkaUnavailable if that was not possible now
     */
    public void create() {
        Map<String, NewTopic> wanted = wanted();
        if (wanted.isEmpty()) {
            return;
        }
        try (Admin admin = clients.admin()) {
            for (Map.Entry<String, KafkaFuture<Void>> creation :
                    admin.createTopics(wanted.values()).values().entrySet()) {
                await(creation.getKey(), creation.getValue());
            }
            keepAsLongAsSet(admin);
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

    /** A broker that does not let us is the operator's decision, and no reason to stand still. */
    private void keepAsLongAsSet(Admin admin) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        for (TopicPlan plan : plans) {
            for (TopicPlan.Topic topic : plan.topics()) {
                settings.retentionOf(topic.name())
                        .ifPresent(kept -> changes.put(
                                new ConfigResource(ConfigResource.Type.TOPIC, names.onKafka(topic.name())),
                                List.of(new AlterConfigOp(
                                        new ConfigEntry(TopicConfig.RETENTION_MS_CONFIG, millis(kept)),
                                        AlterConfigOp.OpType.SET))));
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        try {
            Void done = admin.incrementalAlterConfigs(changes).all().get();
        } catch (ExecutionException refused) {
            LOG.atWarn()
                    .addKeyValue("cause", String.valueOf(refused.getCause()))
                    .log("The retention of topics could not be set");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaUnavailable("Interrupted while the retention of topics was set", interrupted);
        }
    }

    /** The topics as they are asked for, by name on Kafka; those that exist are left as they are. */
    public Map<String, NewTopic> wanted() {
        Map<String, NewTopic> wanted = new LinkedHashMap<>();
        for (TopicPlan plan : plans) {
            for (TopicPlan.Topic topic : plan.topics()) {
                int count = Optional.ofNullable(topic.partitions()).orElse(settings.partitions());
                NewTopic planned = topic(names.onKafka(topic.name()), count, topic.settings());
                NewTopic before = wanted.put(planned.name(), planned);
            }
        }
        for (EventSubscription subscription : subscriptions) {
            for (String topic : subscription.topics()) {
                NewTopic read = topic(names.onKafka(topic), settings.partitions(), Map.of());
                NewTopic before = wanted.putIfAbsent(read.name(), read);
                NewTopic deadLetters = topic(
                        names.deadLettersOnKafka(topic),
                        1,
                        Map.of(
                                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                Integer.toString(LARGEST_DEAD_LETTER),
                                TopicConfig.RETENTION_MS_CONFIG,
                                millis(settings.deadLetterRetention())));
                before = wanted.putIfAbsent(deadLetters.name(), deadLetters);
            }
        }
        return wanted;
    }

    private NewTopic topic(String name, int count, Map<String, String> configs) {
        return new NewTopic(name, count, settings.replication()).configs(configs);
    }

    private static String millis(Duration kept) {
        return Long.toString(kept.toMillis());
    }
}
