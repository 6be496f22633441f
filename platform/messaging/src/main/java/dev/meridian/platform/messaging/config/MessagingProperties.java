package dev.meridian.platform.messaging.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code meridian.messaging}.
 *
 * @param partitions of topics whose plan names no number
 * @param replication copies of each topic
 * @param inboxRetention how long handled events are remembered; longer than Kafka keeps them
 * @param relay the outbox relay
 * @param consumers the event consumers
 */
@ConfigurationProperties("meridian.messaging")
public record MessagingProperties(
        @DefaultValue("6") int partitions,
        @DefaultValue("1") short replication,
        @DefaultValue("30d") Duration inboxRetention,
        @DefaultValue Relay relay,
        @DefaultValue Consumers consumers) {

    /**
     * The outbox relay of this process.
     *
     * @param enabled whether this process relays
     * @param lease how long a shard stays with a relay that says nothing more
     * @param delivery how long Kafka may take to confirm; less than half the lease
     * @param poll longest pause between two looks at an empty outbox
     * @param batch most rows read at once
     */
    public record Relay(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("5s") Duration delivery,
            @DefaultValue("250ms") Duration poll,
            @DefaultValue("500") int batch) {}

    /**
     * The event consumers of this process.
     *
     * @param enabled whether this process consumes
     * @param batch most events of one transaction
     */
    public record Consumers(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("500") int batch) {}
}
