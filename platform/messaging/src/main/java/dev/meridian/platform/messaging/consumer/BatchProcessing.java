package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.deadletters.DeadLetterHeaders;
import dev.meridian.platform.messaging.deadletters.DeadLetterWriter;
import dev.meridian.platform.messaging.parking.Delivery;
import dev.meridian.platform.messaging.sequences.StreamKey;
import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.UnreadableEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch through: all of it in one transaction per sight if possible, else one event at a time. An event that
 * keeps failing by itself is parked with its key, and the others go on. When something shared is away, or key after key
 * fails, nothing is put aside: the rest waits and comes again.
 */
final class BatchProcessing {

    private static final Logger LOG = LoggerFactory.getLogger(BatchProcessing.class);
    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(50);
    private static final int MOST_REDRIVEN = 1_000;

    private final EventSubscription subscription;
    private final CloudEvents cloudEvents;
    private final EventTransactions transactions;
    private final ParkedRedrive redrive;
    private final DeadLetterWriter deadLetters;
    private final ConsumerMeters meters;
    private final PoisonRuns runs;

    BatchProcessing(
            EventSubscription subscription,
            CloudEvents cloudEvents,
            EventTransactions transactions,
            ParkedRedrive redrive,
            DeadLetterWriter deadLetters,
            ConsumerMeters meters,
            PoisonRuns runs) {
        this.subscription = subscription;
        this.cloudEvents = cloudEvents;
        this.transactions = transactions;
        this.redrive = redrive;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.runs = runs;
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
        List<Delivery> readable = new ArrayList<>(items.size());
        for (Item item : items) {
            if (item instanceof Readable one) {
                readable.add(one.delivery());
            }
        }
        if (readable.size() == items.size()) {
            if (readable.isEmpty()) {
                return new Progress.Finished();
            }
            try {
                int handled = transactions.handle(subscription, readable);
                if (handled > 0) {
                    meters.handled(handled);
                    items.stream().map(Item::partition).distinct().forEach(this::cameThrough);
                }
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
                if (transactions.handle(subscription, List.of(item.delivery())) > 0) {
                    meters.handled(1);
                    cameThrough(item.partition());
                }
                return;
            } catch (Throwable failure) {
                failIfProcessIsBroken(failure);
                if (FailureKind.of(failure) != FailureKind.POISON) {
                    throw new MustWait(failure);
                }
                if (attempt == ATTEMPTS) {
                    park(item, failure);
                    return;
                }
            }
            LockSupport.parkNanos(BETWEEN_ATTEMPTS.multipliedBy(attempt).toNanos());
        }
    }

    private void park(Readable item, Throwable failure) {
        Delivery poison = item.delivery();
        if (runs.stops(item.partition(), poison.stream())) {
            throw new MustWait(new PartitionStopped(failure));
        }
        try {
            transactions.park(subscription, poison, failure);
        } catch (RuntimeException notParked) {
            // Whatever it is, the event is not put aside and may not be passed over.
            throw new MustWait(notParked);
        }
        meters.parked(poison.event().topic());
        LOG.atError()
                .addKeyValue("consumer", subscription.consumer())
                .addKeyValue("topic", poison.event().topic())
                .addKeyValue("partition", poison.partition())
                .addKeyValue("offset", poison.offset())
                .addKeyValue("failure", failure.getClass().getName())
                .log("An event cannot be handled: it is parked, and what comes behind it of its key");
    }

    /** Keys that failed while everything failed are tried again as soon as something works. */
    private void cameThrough(TopicPartition partition) {
        for (StreamKey key : runs.ended(partition)) {
            try {
                meters.handled(redrive.redrive(subscription, key, MOST_REDRIVEN));
            } catch (RuntimeException notNow) {
                LOG.atWarn()
                        .addKeyValue("consumer", subscription.consumer())
                        .addKeyValue("failure", notNow.getClass().getName())
                        .log("A key stays parked, though others come through again");
            }
        }
    }

    /** An error, such as a stack overflow on a deeply nested body, is an event's fault unless the JVM itself gives up. */
    static void failIfProcessIsBroken(Throwable failure) {
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
            if (received.headers().lastHeader(DeadLetterHeaders.REDRIVEN_FOR) != null
                    && received.headers().lastHeader(DeadLetterHeaders.BEYOND) == null) {
                // It comes after later ones of its key, by somebody's decision: only its id tells a repeat.
                event = event.withoutSequence();
            }
            if (handledHere || event.sequence() > 0) {
                Delivery delivery = new Delivery(event, received.partition(), received.offset());
                items.add(new Readable(index, received, delivery));
            }
        } catch (UnreadableEvent unreadable) {
            if (handledHere) {
                items.add(new Unreadable(index, received, unreadable));
            }
        }
    }

    private sealed interface Item {
        int index();

        ConsumerRecord<byte[], byte[]> received();

        default TopicPartition partition() {
            return new TopicPartition(received().topic(), received().partition());
        }
    }

    private record Readable(int index, ConsumerRecord<byte[], byte[]> received, Delivery delivery) implements Item {}

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
