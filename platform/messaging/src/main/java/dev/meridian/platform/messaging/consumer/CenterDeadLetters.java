package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.DeadLetter;
import dev.meridian.platform.messaging.DeadLetters;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.parking.ParkedEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** What a center's consumers could not handle, wherever it waits: parked by key, or unreadable on Kafka. */
public final class CenterDeadLetters implements DeadLetters {

    private final List<EventSubscription> subscriptions;
    private final ParkedEvents parked;
    private final ParkedRedrive redrive;
    private final TransactionTemplate transaction;
    private final DeadLetters unreadable;

    /**
     * @param unreadable those that are on Kafka, because they are no events of any key
     */
    public CenterDeadLetters(
            List<EventSubscription> subscriptions,
            ParkedEvents parked,
            ParkedRedrive redrive,
            TransactionTemplate transaction,
            DeadLetters unreadable) {
        this.subscriptions = List.copyOf(subscriptions);
        this.parked = parked;
        this.redrive = redrive;
        this.transaction = transaction;
        this.unreadable = unreadable;
    }

    @Override
    public List<DeadLetter> list(String topic, int max) {
        List<DeadLetter> letters = new ArrayList<>(parked.list(topic, max).stream()
                .map(CenterDeadLetters::describe)
                .toList());
        if (letters.size() < max) {
            letters.addAll(unreadable.list(topic, max - letters.size()));
        }
        return letters;
    }

    @Override
    public int redrive(String topic, int max) {
        int redriven = 0;
        for (EventSubscription subscription : subscriptions) {
            if (redriven < max && subscription.topics().contains(topic)) {
                redriven += redrive.redrive(subscription, topic, max - redriven);
            }
        }
        return redriven < max ? redriven + unreadable.redrive(topic, max - redriven) : redriven;
    }

    @Override
    public boolean holds(String topic, String consumer, UUID event) {
        return parked.holds(consumer, topic, event);
    }

    @Override
    public int discard(String topic, String consumer, UUID event, boolean withAllBehind) {
        return Objects.requireNonNull(
                transaction.execute(status -> parked.discard(consumer, topic, event, withAllBehind)));
    }

    private static DeadLetter describe(ParkedEvents.Parked parked) {
        return new DeadLetter(
                parked.next().event().topic(),
                parked.next().partition(),
                parked.next().offset(),
                parked.consumer(),
                parked.failure(),
                parked.failedAt(),
                parked.next().event().id().toString(),
                parked.next().event().type(),
                parked.behind());
    }
}
