package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.parking.Delivery;
import dev.meridian.platform.messaging.parking.ParkedEvents;
import dev.meridian.platform.messaging.sequences.StreamKey;
import dev.meridian.platform.messaging.wire.Traces;
import dev.meridian.platform.problems.CapabilityUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes parked events up again, key by key: the one that failed first, then those behind it in their order, each in a
 * transaction of its own. New events of a key go on being parked behind them until none is left.
 */
public final class ParkedRedrive {

    private final ParkedEvents parked;
    private final TransactionTemplate transaction;
    private final Traces traces;

    public ParkedRedrive(ParkedEvents parked, TransactionTemplate transaction, Traces traces) {
        this.parked = parked;
        this.transaction = transaction;
        this.traces = traces;
    }

    /**
     * Takes up the topic's parked events, the keys parked first at the beginning. A key whose event fails again stays
     * parked with all that is behind it, and the next key is tried.
     *
     * @param max at most that many events
     * @return how many were handled
     * @throws CapabilityUnavailableException if something that all of them need is away
     */
    public int redrive(EventSubscription subscription, String topic, int max) {
        int handled = 0;
        for (StreamKey key : parked.keys(subscription.consumer(), topic, max)) {
            if (handled < max) {
                handled += redrive(subscription, key, max - handled);
            }
        }
        return handled;
    }

    /** Takes up one key's events. */
    int redrive(EventSubscription subscription, StreamKey key, int max) {
        int handled = 0;
        try {
            while (handled < max) {
                Optional<Delivery> next = parked.next(subscription.consumer(), key);
                if (next.isEmpty()) {
                    parked.freeIfDone(subscription.consumer(), key);
                    return handled;
                }
                handled += takeUp(subscription, next.get());
            }
        } catch (Throwable failure) {
            BatchProcessing.failIfProcessIsBroken(failure);
            if (FailureKind.of(failure) == FailureKind.UNAVAILABLE) {
                throw new CapabilityUnavailableException("A parked event cannot be handled now", failure);
            }
            parked.failedAgain(subscription.consumer(), key, failure);
        }
        return handled;
    }

    private int takeUp(EventSubscription subscription, Delivery seen) {
        String trace = seen.event().traceParent();
        return traces.continuing(
                "redrive " + subscription.consumer(),
                trace == null ? List.of() : List.of(trace),
                () -> ActiveBrandScope.call(
                        subscription.sight().of(seen.event()),
                        () -> Objects.requireNonNull(
                                transaction.execute(status -> takeUpInTransaction(subscription, seen)))));
    }

    /** Returns 0 if another redrive took it meanwhile, or an earlier one was parked late: the next look sees that. */
    private Integer takeUpInTransaction(EventSubscription subscription, Delivery seen) {
        String consumer = subscription.consumer();
        if (!parked.hold(consumer, seen.stream())) {
            return 0;
        }
        Optional<Delivery> next = parked.next(consumer, seen.stream());
        if (next.isEmpty() || !next.get().event().id().equals(seen.event().id())) {
            return 0;
        }
        subscription.handler().handle(List.of(next.get().event()));
        parked.remove(consumer, next.get());
        return 1;
    }
}
