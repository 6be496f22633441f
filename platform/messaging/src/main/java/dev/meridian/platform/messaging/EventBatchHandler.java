package dev.meridian.platform.messaging;

import java.util.List;

/** What a consumer does with many events at once, for throughput. Runs inside the transaction that notes them handled. */
@FunctionalInterface
public interface EventBatchHandler {

    /**
     * Applies the events, which are in the order of their partitions. If it fails, each event is given to it again
     * alone, in a transaction of its own, so that one bad event does not take the others with it.
     *
     * @param events at least one; none of them was handled before
     */
    void handle(List<IncomingEvent> events);
}
