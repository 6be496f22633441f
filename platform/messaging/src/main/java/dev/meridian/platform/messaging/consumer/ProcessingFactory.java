package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.deadletters.DeadLetterWriter;
import dev.meridian.platform.messaging.wire.CloudEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Gives each subscription its way of taking batches through. */
public final class ProcessingFactory {

    private final CloudEvents cloudEvents;
    private final EventTransactions transactions;
    private final DeadLetterWriter deadLetters;
    private final MeterRegistry meters;

    public ProcessingFactory(
            CloudEvents cloudEvents,
            EventTransactions transactions,
            DeadLetterWriter deadLetters,
            MeterRegistry meters) {
        this.cloudEvents = cloudEvents;
        this.transactions = transactions;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    BatchProcessing forSubscription(EventSubscription subscription) {
        Counter handled = Counter.builder("meridian.consumer.handled")
                .description("Events that took effect")
                .tag("consumer", subscription.consumer())
                .register(meters);
        return new BatchProcessing(subscription, cloudEvents, transactions, deadLetters, handled);
    }
}
