package dev.meridian.platform.messaging.config;

import dev.meridian.platform.messaging.DeadLetters;
import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.GapHealing;
import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.messaging.consumer.CenterDeadLetters;
import dev.meridian.platform.messaging.consumer.EventConsumers;
import dev.meridian.platform.messaging.consumer.EventTransactions;
import dev.meridian.platform.messaging.consumer.GapReport;
import dev.meridian.platform.messaging.consumer.ParkedRedrive;
import dev.meridian.platform.messaging.consumer.ProcessingFactory;
import dev.meridian.platform.messaging.deadletters.DeadLetterWriter;
import dev.meridian.platform.messaging.deadletters.DeadLettersController;
import dev.meridian.platform.messaging.deadletters.KafkaDeadLetters;
import dev.meridian.platform.messaging.deadletters.OperatorActs;
import dev.meridian.platform.messaging.outbox.JdbcOutbox;
import dev.meridian.platform.messaging.outbox.OutboxBacklog;
import dev.meridian.platform.messaging.outbox.OutboxRelay;
import dev.meridian.platform.messaging.outbox.OutboxSignals;
import dev.meridian.platform.messaging.outbox.RelaySettings;
import dev.meridian.platform.messaging.parking.ParkedBacklog;
import dev.meridian.platform.messaging.parking.ParkedEvents;
import dev.meridian.platform.messaging.sequences.Admission;
import dev.meridian.platform.messaging.sequences.ConsumedStreams;
import dev.meridian.platform.messaging.sequences.Inbox;
import dev.meridian.platform.messaging.topics.ConsumerLag;
import dev.meridian.platform.messaging.topics.TopicCreation;
import dev.meridian.platform.messaging.topics.TopicSettings;
import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.Confirmations;
import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.KafkaEventPublisher;
import dev.meridian.platform.messaging.wire.TopicNames;
import dev.meridian.platform.messaging.wire.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.RestController;

/**
 * Gives a center its {@code Outbox}, {@code EventPublisher} and {@code DeadLetters}, and runs the relay and the
 * consumers that its {@code EventSubscription} and {@code TopicPlan} beans ask for.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
            "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration",
            "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@EnableConfigurationProperties(MessagingProperties.class)
public class MessagingAutoConfiguration {

    @Bean
    TopicNames topicNames(@Value("${meridian.topic-prefix:}") String prefix) {
        return new TopicNames(prefix);
    }

    @Bean
    KafkaClients kafkaClients(KafkaProperties properties, KafkaConnectionDetails connection) {
        return new KafkaClients(
                withServers(properties.buildProducerProperties(), connection.getProducer()),
                withServers(properties.buildConsumerProperties(), connection.getConsumer()),
                withServers(properties.buildAdminProperties(), connection.getAdmin()));
    }

    @Bean
    CloudEvents cloudEvents(TopicNames names, @Value("${spring.application.name:unnamed}") String center) {
        return new CloudEvents(names, center);
    }

    @Bean
    Confirmations confirmations(KafkaClients clients) {
        return new Confirmations(clients);
    }

    @Bean
    @ConditionalOnMissingBean
    EventPublisher eventPublisher(CloudEvents cloudEvents, Confirmations confirmations, ObjectProvider<Traces> traces) {
        return new KafkaEventPublisher(cloudEvents, confirmations, traces.getIfAvailable(() -> Traces.NONE));
    }

    @Bean
    OutboxRelay outboxRelay(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            KafkaClients clients,
            CloudEvents cloudEvents,
            MessagingProperties properties,
            MeterRegistry meters) {
        MessagingProperties.Relay relay = properties.relay();
        RelaySettings settings =
                new RelaySettings(relay.enabled(), relay.lease(), relay.delivery(), relay.poll(), relay.batch());
        return new OutboxRelay(jdbc, new TransactionTemplate(transactions), clients, cloudEvents, settings, meters);
    }

    @Bean
    OutboxSignals outboxSignals(JdbcConnectionDetails database, JdbcTemplate jdbc, OutboxRelay relay) {
        return new OutboxSignals(() -> listeningConnection(database), jdbc, relay);
    }

    @Bean
    JdbcOutbox outbox(JdbcClient jdbc, ObjectProvider<Traces> traces, OutboxSignals signals) {
        return new JdbcOutbox(jdbc, traces.getIfAvailable(() -> Traces.NONE), signals::appended);
    }

    @Bean
    Inbox inbox(JdbcClient jdbc) {
        return new Inbox(jdbc);
    }

    @Bean
    ConsumedStreams consumedStreams(JdbcClient jdbc) {
        return new ConsumedStreams(jdbc);
    }

    @Bean
    DeadLetterWriter deadLetterWriter(
            TopicNames names,
            CloudEvents cloudEvents,
            Confirmations confirmations,
            ObjectProvider<Clock> clock,
            MeterRegistry meters) {
        return new DeadLetterWriter(names, cloudEvents, confirmations, clock.getIfAvailable(Clock::systemUTC), meters);
    }

    @Bean
    ParkedEvents parkedEvents(JdbcClient jdbc, MessagingProperties properties) {
        return new ParkedEvents(
                jdbc,
                properties.consumers().mostParked(),
                properties.consumers().mostParkedOfKey());
    }

    @Bean
    ParkedRedrive parkedRedrive(
            ParkedEvents parked, PlatformTransactionManager transactions, ObjectProvider<Traces> traces) {
        // Of its own also where the request that asks for it has one: a key that fails must not undo the others.
        TransactionTemplate own = new TransactionTemplate(transactions);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new ParkedRedrive(parked, own, traces.getIfAvailable(() -> Traces.NONE));
    }

    @Bean
    ParkedBacklog parkedBacklog(
            ParkedEvents parked, ObjectProvider<EventSubscription> subscriptions, MeterRegistry meters) {
        return new ParkedBacklog(
                parked,
                subscriptions.orderedStream().map(EventSubscription::consumer).toList(),
                meters);
    }

    @Bean
    DeadLetters deadLetters(
            ObjectProvider<EventSubscription> subscriptions,
            ParkedEvents parked,
            ParkedRedrive redrive,
            PlatformTransactionManager transactions,
            TopicNames names,
            KafkaClients clients,
            Confirmations confirmations) {
        TransactionTemplate discarding = new TransactionTemplate(transactions);
        return new CenterDeadLetters(
                subscriptions.orderedStream().toList(),
                parked,
                redrive,
                discarding,
                new KafkaDeadLetters(names, clients, confirmations));
    }

    @Bean
    TopicCreation topicCreation(
            ObjectProvider<TopicPlan> plans,
            ObjectProvider<EventSubscription> subscriptions,
            KafkaClients clients,
            TopicNames names,
            MessagingProperties properties) {
        return new TopicCreation(
                plans.orderedStream().toList(),
                subscriptions.orderedStream().toList(),
                clients,
                names,
                new TopicSettings(
                        properties.partitions(),
                        properties.replication(),
                        properties.retention(),
                        properties.retentions(),
                        properties.deadLetterRetention()));
    }

    @Bean
    EventConsumers eventConsumers(
            ObjectProvider<EventSubscription> subscriptions,
            TopicCreation topics,
            KafkaClients clients,
            TopicNames names,
            CloudEvents cloudEvents,
            Inbox inbox,
            ConsumedStreams streams,
            ParkedEvents parked,
            ParkedRedrive redrive,
            ObjectProvider<GapHealing> healers,
            PlatformTransactionManager transactions,
            DeadLetterWriter deadLetters,
            MessagingProperties properties,
            ObjectProvider<Traces> traces,
            MeterRegistry meters) {
        EventTransactions handling = new EventTransactions(
                new Admission(streams, inbox),
                parked,
                new TransactionTemplate(transactions),
                deadLetters,
                new GapReport(healers.orderedStream().toList(), meters),
                traces.getIfAvailable(() -> Traces.NONE));
        ProcessingFactory processing = new ProcessingFactory(
                cloudEvents,
                handling,
                redrive,
                deadLetters,
                meters,
                properties.consumers().poisonInARow());
        List<EventSubscription> run =
                properties.consumers().enabled() ? subscriptions.orderedStream().toList() : List.of();
        return new EventConsumers(
                run,
                topics,
                clients,
                names,
                processing,
                healers.orderedStream().toList(),
                properties.consumers().batch());
    }

    @Bean
    OutboxBacklog outboxBacklog(JdbcClient jdbc, MeterRegistry meters) {
        return new OutboxBacklog(jdbc, meters);
    }

    @Bean
    ConsumerLag consumerLag(
            ObjectProvider<EventSubscription> subscriptions,
            KafkaClients clients,
            TopicNames names,
            MeterRegistry meters) {
        return new ConsumerLag(subscriptions.orderedStream().toList(), clients, names, meters);
    }

    @Bean
    MessagingUpkeep messagingUpkeep(
            OutboxBacklog backlog,
            ConsumerLag lag,
            Inbox inbox,
            ConsumedStreams streams,
            ParkedEvents parked,
            ParkedBacklog parkedBacklog,
            MessagingProperties properties) {
        return new MessagingUpkeep(backlog, lag, inbox, streams, parked, parkedBacklog, properties);
    }

    /** Beside the pool, whose connections are lent for the length of a transaction. */
    private static Connection listeningConnection(JdbcConnectionDetails database) throws SQLException {
        Properties settings = new Properties();
        Optional.ofNullable(database.getUsername()).ifPresent(user -> settings.put("user", user));
        Optional.ofNullable(database.getPassword()).ifPresent(password -> settings.put("password", password));
        settings.setProperty("ApplicationName", "outbox-listening");
        settings.setProperty("connectTimeout", "3");
        settings.setProperty("socketTimeout", "30");
        settings.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(database.getJdbcUrl(), settings);
    }

    private static Map<String, Object> withServers(
            Map<String, Object> settings, KafkaConnectionDetails.Configuration connection) {
        Map<String, Object> complete = new HashMap<>(settings);
        complete.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, connection.getBootstrapServers());
        return complete;
    }

    /** The operators' endpoints, where the center serves HTTP at all. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(RestController.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class AdminEndpoints {

        @Bean
        DeadLettersController deadLettersController(
                DeadLetters deadLetters, ObjectProvider<EventSubscription> subscriptions, OperatorActs acts) {
            return new DeadLettersController(
                    deadLetters, subscriptions.orderedStream().toList(), acts);
        }
    }

    /** Carries the trace of the work that made a fact to whoever hears of it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "io.micrometer.tracing.Tracer")
    static class Tracing {

        @Bean
        Traces traces(ObjectProvider<io.micrometer.tracing.Tracer> tracer) {
            return new MicrometerTraces(tracer);
        }
    }
}
