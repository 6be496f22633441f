package dev.meridian.platform.messaging.config;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code meridian.messaging}.
 *
 * @param partitions of topics whose plan names no number
 * @param replication copies of each topic; -1 for what the broker makes by itself
 * @param retention how long the center's own topics are kept; absent for the broker's retention
 * @param retentions the same for single topics, by family
 * @param deadLetterRetention how long messages that are no events are kept
 * @param inboxRetention how long handled events without a sequence are remembered; longer than Kafka keeps them
 * @param gapRetention how long a gap in the sequences is remembered and an event of it still takes effect
 * @param parkedRetention how long an event that cannot be handled is kept, with those of its key behind it
 * @param relay the outbox relay
 * @param consumers the event consumers
 */
@ConfigurationProperties("meridian.messaging")
public record MessagingProperties(
        @DefaultValue("6") int partitions,
        @DefaultValue("-1") short replication,
        @Nullable Duration retention,
        @DefaultValue Map<String, Duration> retentions,
        @DefaultValue("14d") Duration deadLetterRetention,
        @DefaultValue("30d") Duration inboxRetention,
        @DefaultValue("30d") Duration gapRetention,
        @DefaultValue("30d") Duration parkedRetention,
        @DefaultValue Relay relay,
        @DefaultValue Consumers consumers) {

    /**
     * The outbox relay of this process.
     *
     * @param enabled whether this process relays
     * @param lease how long a shard stays with a relay that says nothing more
     * @param delivery how long Kafka may take to confirm; less than half the lease
     * @param poll longest pause between two looks at an empty outbox, for what nobody gave a sign of
     * @param batch most rows read at once
     */
    public record Relay(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("15s") Duration lease,
            @DefaultValue("5s") Duration delivery,
            @DefaultValue("2s") Duration poll,
            @DefaultValue("500") int batch) {}

    /**
     * The event consumers of this process.
     *
     * @param enabled whether this process consumes
     * @param batch most events of one transaction
     * @param poisonInARow so many keys that fail one after the other, with nothing coming through, stop a partition
     * @param mostParked most parked events of a consumer; at that many it waits
     * @param mostParkedOfKey most parked events of one key; further ones go to the dead letter topic
     */
    public record Consumers(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("500") int batch,
            @DefaultValue("10") int poisonInARow,
            @DefaultValue("10000") int mostParked,
            @DefaultValue("2000") int mostParkedOfKey) {}
}
