package dev.meridian.platform.messaging;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A consumer of a center, published as a bean: which topics it reads, which types it handles and how. Each event is
 * handled once in effect, because the transaction of the effect also holds the inbox row; types not named are skipped.
 *
 * @param consumer Kafka group and inbox name, such as {@code membership-center.earning}; never changed later, or
 *     everything is read again
 * @param topics topic families, without the deployment's prefix
 * @param types the event types that are handled
 * @param handler what is done with them
 * @param concurrency how many threads read, each with its own partitions
 */
public record EventSubscription(
        String consumer, List<String> topics, Set<String> types, EventBatchHandler handler, int concurrency) {

    public EventSubscription {
        topics = List.copyOf(topics);
        types = Set.copyOf(types);
        if (consumer.isBlank() || topics.isEmpty() || types.isEmpty() || concurrency < 1) {
            throw new IllegalArgumentException("A subscription names its consumer, its topics and its types");
        }
    }

    /** A consumer that handles one event at a time; those of one poll still share a transaction. */
    public static EventSubscription of(String consumer, List<String> topics, Map<String, EventHandler> handlers) {
        Map<String, EventHandler> byType = Map.copyOf(handlers);
        EventBatchHandler oneByOne = events -> {
            for (IncomingEvent event : events) {
                EventHandler handler = byType.get(event.type());
                if (handler != null) {
                    handler.handle(event);
                }
            }
        };
        return new EventSubscription(consumer, topics, byType.keySet(), oneByOne, 1);
    }

    /** A consumer that handles all new events of a poll at once. */
    public static EventSubscription ofBatches(
            String consumer, List<String> topics, Set<String> types, EventBatchHandler handler) {
        return new EventSubscription(consumer, topics, types, handler, 1);
    }

    /** The same consumer with that many reading threads. */
    public EventSubscription withConcurrency(int threads) {
        return new EventSubscription(consumer, topics, types, handler, threads);
    }
}
