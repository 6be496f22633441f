package dev.meridian.platform.messaging.outbox;

import java.time.Duration;

/**
 * How a relay works.
 *
 * @param enabled whether this process relays; where it does not, another one does
 * @param lease how long a shard stays with a relay that says nothing more
 * @param delivery how long Kafka may take to confirm; with the wait for metadata well below the lease
 * @param poll longest pause between two looks at an empty outbox, for what nobody gave a sign of
 * @param batch most rows read at once
 */
public record RelaySettings(boolean enabled, Duration lease, Duration delivery, Duration poll, int batch) {

    public RelaySettings {
        if (delivery.multipliedBy(2).compareTo(lease) >= 0) {
            throw new IllegalArgumentException("A lease must last more than twice as long as a delivery may take");
        }
        if (batch < Shards.COUNT) {
            throw new IllegalArgumentException("A batch has room for at least one row of each shard");
        }
    }

    /** How long to rest when there is nothing to send; leases must be renewed meanwhile. */
    Duration longestPause() {
        return poll.compareTo(heartbeat()) < 0 ? poll : heartbeat();
    }

    /** How often leases are renewed and shares are counted. */
    Duration heartbeat() {
        return lease.dividedBy(5);
    }
}
