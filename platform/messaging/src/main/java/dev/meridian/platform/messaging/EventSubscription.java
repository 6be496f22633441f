package dev.meridian.platform.messaging;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A consumer of a center, published as a bean: which topics it reads, which types it handles, in whose sight and how.
 * Each event is handled once in effect, because the transaction of the effect also notes the event; types not named are
 * skipped.
 *
 * @param consumer Kafka group and name in the database, such as {@code membership-center.earning}; never changed later,
 *     or everything is read again
 * @param topics topic families, without the deployment's prefix
 * @param types the event types that are handled
 * @param handler what is done with them
 * @param concurrency how many threads read, each with its own partitions
 * @param sight whose rows the handler may see
 */
public record EventSubscription(
        String consumer,
        List<String> topics,
        Set<String> types,
        EventBatchHandler handler,
        int concurrency,
        Sight sight) {

    public EventSubscription {
        topics = List.copyOf(topics);
        types = Set.copyOf(types);
        if (consumer.isBlank() || topics.isEmpty() || types.isEmpty() || concurrency < 1) {
            throw new IllegalArgumentException("A subscription names its consumer, its topics and its types");
        }
    }

    /**
     * A consumer that handles one event at a time, in the sight of the event's brand; those of one poll and brand still
     * share a transaction.
     */
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
        return ofBatches(consumer, topics, byType.keySet(), oneByOne);
    }

    /** A consumer that handles all new events of a poll and brand at once, in the sight of that brand. */
    public static EventSubscription ofBatches(
            String consumer, List<String> topics, Set<String> types, EventBatchHandler handler) {
        return new EventSubscription(consumer, topics, types, handler, 1, new Sight.BrandOfEvent());
    }

    /** The same consumer with another handler, for events that come to it in another way. */
    public EventSubscription handledBy(EventBatchHandler other) {
        return new EventSubscription(consumer, topics, types, other, concurrency, sight);
    }

    /** The same consumer with that many reading threads. */
    public EventSubscription withConcurrency(int threads) {
        return new EventSubscription(consumer, topics, types, handler, threads, sight);
    }

    /**
     * The same consumer with the sight of the whole group, and batches that mix brands.
     *
     * @param reason why the brand of the event is not enough
     */
    public EventSubscription inGroup(String reason) {
        return new EventSubscription(consumer, topics, types, handler, concurrency, new Sight.WholeGroup(reason));
    }

    /** Whose rows a handler may see. */
    public sealed interface Sight {

        /** The scope in which an event is handled. */
        BrandScope of(IncomingEvent event);

        /** Those of the event's brand; none at all for an event that has no brand. */
        record BrandOfEvent() implements Sight {
            @Override
            public BrandScope of(IncomingEvent event) {
                Brand brand = event.brand();
                return brand == null ? BrandScope.nothing() : BrandScope.of(brand);
            }
        }

        /**
         * Everybody's.
         *
         * @param reason why that is needed
         */
        record WholeGroup(String reason) implements Sight {
            public WholeGroup {
                if (reason.isBlank()) {
                    throw new IllegalArgumentException("The sight of the whole group needs a reason");
                }
            }

            @Override
            public BrandScope of(IncomingEvent event) {
                return BrandScope.group();
            }
        }
    }
}
