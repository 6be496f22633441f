package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.SequenceGap;
import dev.meridian.platform.messaging.deadletters.DeadLetterWriter;
import dev.meridian.platform.messaging.parking.Delivery;
import dev.meridian.platform.messaging.parking.ParkedEvents;
import dev.meridian.platform.messaging.sequences.Admission;
import dev.meridian.platform.messaging.sequences.Admitted;
import dev.meridian.platform.messaging.sequences.StreamKey;
import dev.meridian.platform.messaging.wire.Traces;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/** Handles events and notes them as handled in one transaction per sight the subscription asks for. */
public final class EventTransactions {

    private final Admission admission;
    private final ParkedEvents parking;
    private final TransactionTemplate transaction;
    private final DeadLetterWriter deadLetters;
    private final GapReport gaps;
    private final Traces traces;

    public EventTransactions(
            Admission admission,
            ParkedEvents parking,
            TransactionTemplate transaction,
            DeadLetterWriter deadLetters,
            GapReport gaps,
            Traces traces) {
        this.admission = admission;
        this.parking = parking;
        this.transaction = transaction;
        this.deadLetters = deadLetters;
        this.gaps = gaps;
        this.traces = traces;
    }

    /**
     * Handles those of the events that were not handled before, and parks those of them whose key is parked. Of several
     * transactions, the earlier ones stay when a later one fails; their events are repeats when they come again.
     *
     * @return how many took effect
     */
    int handle(EventSubscription subscription, List<Delivery> deliveries) {
        int handled = 0;
        for (BatchesBySight.Part part : BatchesBySight.of(subscription.sight(), deliveries)) {
            handled += handle(subscription, part);
        }
        return handled;
    }

    /** Parks the event and its key, unless it was handled meanwhile after all. */
    void park(EventSubscription subscription, Delivery poison, Throwable failure) {
        Outcome outcome = ActiveBrandScope.call(
                BrandScope.group(),
                () -> Objects.requireNonNull(transaction.execute(status -> {
                    Admitted admitted = admission.admit(subscription, List.of(poison.event()));
                    if (!admitted.fresh().isEmpty()) {
                        letGo(subscription, parking.park(subscription.consumer(), poison, failure));
                    }
                    return new Outcome(0, admitted.noticed());
                })));
        gaps.noticed(outcome.gaps());
    }

    private int handle(EventSubscription subscription, BatchesBySight.Part part) {
        List<String> causes = part.deliveries().stream()
                .map(delivery -> delivery.event().traceParent())
                .filter(Objects::nonNull)
                .toList();
        Outcome outcome = traces.continuing(
                "process " + subscription.consumer(),
                causes,
                () -> ActiveBrandScope.call(
                        part.scope(),
                        () -> Objects.requireNonNull(
                                transaction.execute(status -> handleInTransaction(subscription, part.deliveries())))));
        gaps.noticed(outcome.gaps());
        return outcome.handled();
    }

    private Outcome handleInTransaction(EventSubscription subscription, List<Delivery> deliveries) {
        Map<IncomingEvent, Delivery> byEvent = new IdentityHashMap<>();
        deliveries.forEach(delivery -> byEvent.put(delivery.event(), delivery));
        Admitted admitted = admission.admit(
                subscription, deliveries.stream().map(Delivery::event).toList());
        if (admitted.fresh().isEmpty()) {
            return new Outcome(0, admitted.noticed());
        }
        List<Delivery> fresh = admitted.fresh().stream()
                .map(event -> Objects.requireNonNull(byEvent.get(event)))
                .toList();
        // Asked only now that the events are noted: whoever noted others of their keys before has parked them by now.
        Set<StreamKey> parked = parking.parked(
                subscription.consumer(), fresh.stream().map(Delivery::stream).collect(Collectors.toSet()));
        List<Delivery> waiting = new ArrayList<>();
        List<IncomingEvent> handled = new ArrayList<>(fresh.size());
        for (Delivery delivery : fresh) {
            if (parked.contains(delivery.stream())) {
                waiting.add(delivery);
            } else {
                handled.add(delivery.event());
            }
        }
        if (!handled.isEmpty()) {
            subscription.handler().handle(handled);
        }
        if (!waiting.isEmpty()) {
            // Last, as in a redrive: the count of what is parked is one row for all.
            letGo(subscription, parking.append(subscription.consumer(), waiting));
        }
        return new Outcome(handled.size(), admitted.noticed());
    }

    /**
     * Before the commit: an event is in neither place or in both, which the next time tells by its id, and never lost. It
     * waits for Kafka in a transaction, as rarely as a key fills up.
     */
    private void letGo(EventSubscription subscription, List<Delivery> beyond) {
        if (!beyond.isEmpty()) {
            deadLetters.writeBeyond(beyond, subscription.consumer());
        }
    }

    /** What a transaction did. */
    private record Outcome(int handled, List<SequenceGap> gaps) {}
}
