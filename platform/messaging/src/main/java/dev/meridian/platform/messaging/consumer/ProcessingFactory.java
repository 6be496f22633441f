package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.deadletters.DeadLetterWriter;
import dev.meridian.platform.messaging.wire.CloudEvents;
import io.micrometer.core.instrument.MeterRegistry;

/** Gives each subscription its way of taking batches through. */
public final class ProcessingFactory {

    private final CloudEvents cloudEvents;
    private final EventTransactions transactions;
    private final ParkedRedrive redrive;
    private final DeadLetterWriter deadLetters;
    private final MeterRegistry meters;
    private final int poisonInARow;

    /**
     * @param poisonInARow so many keys that fail one after the other stop a partition
     */
    public ProcessingFactory(
            CloudEvents cloudEvents,
            EventTransactions transactions,
            ParkedRedrive redrive,
            DeadLetterWriter deadLetters,
            MeterRegistry meters,
            int poisonInARow) {
        this.cloudEvents = cloudEvents;
        this.transactions = transactions;
        this.redrive = redrive;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.poisonInARow = poisonInARow;
    }

    BatchListener listener(EventSubscription subscription) {
        ConsumerMeters consumerMeters = new ConsumerMeters(subscription.consumer(), meters);
        return new BatchListener(
                subscription.consumer(),
                new BatchProcessing(
                        subscription,
                        cloudEvents,
                        transactions,
                        redrive,
                        deadLetters,
                        consumerMeters,
                        new PoisonRuns(poisonInARow)),
                consumerMeters);
    }
}
