package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.deadletters.DeadLetterHeaders;
import dev.meridian.platform.messaging.deadletters.DeadLetterWriter;
import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.UnreadableEvent;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch through: all of it in one transaction if possible, else one event at a time. An event that keeps
 * failing by itself becomes a dead letter and the others go on; when something shared is away, nothing is given up.
 */
final class BatchProcessing {

    private static final Logger LOG = LoggerFactory.getLogger(BatchProcessing.class);
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);

    private final EventSubscription subscription;
    private final CloudEvents cloudEvents;
    private final EventTransactions transactions;
    private final DeadLetterWriter deadLetters;
    private final Counter handled;

    BatchProcessing(
            EventSubscription subscription,
            CloudEvents cloudEvents,
            EventTransactions transactions,
            DeadLetterWriter deadLetters,
            Counter handled) {
        this.subscription = subscription;
        this.cloudEvents = cloudEvents;
        this.transactions = transactions;
        this.deadLetters = deadLetters;
        this.handled = handled;
    }

    /** Works on the records in their order; what is waiting afterwards is safe to be given again. */
    Progress process(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Item> items = new ArrayList<>(records.size());
        for (int index = 0; index < records.size(); index++) {
            ConsumerRecord<byte[], byte[]> received = records.get(index);
            if (isAddressedToUs(received)) {
                addTo(items, index, received);
            }
        }
        List<IncomingEvent> readable = new ArrayList<>(items.size());
        for (Item item : items) {
            if (item instanceof Readable one) {
                readable.add(one.event());
            }
        }
        if (readable.size() == items.size()) {
            if (readable.isEmpty()) {
                return new Progress.Finished();
            }
            try {
                handled.increment(transactions.handle(subscription, readable));
                return new Progress.Finished();
            } catch (Throwable failure) {
                failIfProcessIsBroken(failure);
                if (FailureKind.of(failure) == FailureKind.UNAVAILABLE) {
                    return new Progress.Waiting(0, failure);
                }
                LOG.atInfo()
                        .addKeyValue("consumer", subscription.consumer())
                        .addKeyValue("events", readable.size())
                        .addKeyValue("failure", failure.getClass().getName())
                        .log("A batch failed and is tried event by event");
            }
        }
        return oneByOne(items);
    }

    private Progress oneByOne(List<Item> items) {
        for (Item item : items) {
            try {
                switch (item) {
                    case Unreadable unreadable ->
                        deadLetters.write(unreadable.received(), subscription.consumer(), unreadable.cause());
                    case Readable readable -> handleAlone(readable);
                }
            } catch (MustWait wait) {
                return new Progress.Waiting(item.index(), wait.reason);
            } catch (KafkaUnavailable noDeadLetters) {
                return new Progress.Waiting(item.index(), noDeadLetters);
            }
        }
        return new Progress.Finished();
    }

    private void handleAlone(Readable item) {
        for (int attempt = 1; ; attempt++) {
            try {
                handled.increment(transactions.handle(subscription, List.of(item.event())));
                return;
            } catch (Throwable failure) {
                failIfProcessIsBroken(failure);
                if (FailureKind.of(failure) != FailureKind.POISON) {
                    throw new MustWait(failure);
                }
                if (attempt == ATTEMPTS) {
                    deadLetters.write(item.received(), subscription.consumer(), failure);
                    return;
                }
            }
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.multipliedBy(attempt).toNanos());
        }
    }

    /** An error, such as a stack overflow on a deeply nested body, is an event's fault unless the JVM itself gives up. */
    private static void failIfProcessIsBroken(Throwable failure) {
        if (failure instanceof VirtualMachineError broken && !(failure instanceof StackOverflowError)) {
            throw broken;
        }
    }

    private boolean isAddressedToUs(ConsumerRecord<byte[], byte[]> received) {
        String addressee = CloudEvents.text(received.headers(), DeadLetterHeaders.REDRIVEN_FOR);
        return addressee == null || addressee.equals(subscription.consumer());
    }

    /** Events of other types matter by their sequence alone. */
    private void addTo(List<Item> items, int index, ConsumerRecord<byte[], byte[]> received) {
        String type = CloudEvents.text(received.headers(), CloudEvents.TYPE);
        boolean handledHere = type == null || subscription.types().contains(type);
        try {
            IncomingEvent event = cloudEvents.read(received);
            if (handledHere || event.sequence() > 0) {
                items.add(new Readable(index, received, event));
            }
        } catch (UnreadableEvent unreadable) {
            if (handledHere) {
                items.add(new Unreadable(index, received, unreadable));
            }
        }
    }

    private sealed interface Item {
        int index();
    }

    private record Readable(int index, ConsumerRecord<byte[], byte[]> received, IncomingEvent event) implements Item {}

    private record Unreadable(int index, ConsumerRecord<byte[], byte[]> received, UnreadableEvent cause)
            implements Item {}

    /** Leaves the loop over a batch with the reason inside. */
    private static final class MustWait extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Throwable reason;

        MustWait(Throwable reason) {
            super(reason);
            this.reason = reason;
        }
    }
}
