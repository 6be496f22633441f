package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.wire.Traces;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.support.TransactionTemplate;

/** Handles events and notes them in the inbox in one transaction, with the sight of the whole group. */
public final class EventTransactions {

    private final Inbox inbox;
    private final TransactionTemplate transaction;
    private final Traces traces;

    public EventTransactions(Inbox inbox, TransactionTemplate transaction, Traces traces) {
        this.inbox = inbox;
        this.transaction = transaction;
        this.traces = traces;
    }

    /**
     * Handles those of the events that were not handled before.
     *
     * @return how many those were
     */
    int handle(EventSubscription subscription, List<IncomingEvent> events) {
        List<String> causes = events.stream()
                .map(IncomingEvent::traceParent)
                .filter(Objects::nonNull)
                .toList();
        return traces.continuing(
                "process " + subscription.consumer(),
                causes,
                () -> ActiveBrandScope.call(
                        BrandScope.group(),
                        () -> transaction.execute(status -> handleInTransaction(subscription, events))));
    }

    private Integer handleInTransaction(EventSubscription subscription, List<IncomingEvent> events) {
        Set<UUID> admitted = inbox.admit(
                subscription.consumer(), events.stream().map(IncomingEvent::id).toList());
        List<IncomingEvent> fresh = new ArrayList<>(admitted.size());
        for (IncomingEvent event : events) {
            if (admitted.remove(event.id())) {
                fresh.add(event);
            }
        }
        if (!fresh.isEmpty()) {
            subscription.handler().handle(fresh);
        }
        return fresh.size();
    }
}
