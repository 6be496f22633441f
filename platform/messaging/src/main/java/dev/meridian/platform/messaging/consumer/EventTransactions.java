package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.sequences.Admitted;
import dev.meridian.platform.messaging.wire.Traces;
import java.util.List;
import java.util.Objects;
import org.springframework.transaction.support.TransactionTemplate;

/** Handles events and notes them as handled in one transaction per sight the subscription asks for. */
public final class EventTransactions {

    private final Admission admission;
    private final TransactionTemplate transaction;
    private final GapReport gaps;
    private final Traces traces;

    public EventTransactions(
            Admission admission, TransactionTemplate transaction, GapReport gaps, Traces traces) {
        this.admission = admission;
        this.transaction = transaction;
        this.gaps = gaps;
        this.traces = traces;
    }

    /**
     * Handles those of the events that were not handled before. Of several transactions, the earlier ones stay when a
     * later one fails; their events are repeats when they come again.
     *
     * @return how many took effect
     */
    int handle(EventSubscription subscription, List<IncomingEvent> events) {
        int handled = 0;
        for (BatchesBySight.Part part : BatchesBySight.of(subscription.sight(), events)) {
            handled += handle(subscription, part);
        }
        return handled;
    }

    private int handle(EventSubscription subscription, BatchesBySight.Part part) {
        List<String> causes = part.events().stream()
                .map(IncomingEvent::traceParent)
                .filter(Objects::nonNull)
                .toList();
        Admitted admitted = traces.continuing(
                "process " + subscription.consumer(),
                causes,
                () -> ActiveBrandScope.call(
                        part.scope(),
                        () -> transaction.execute(status -> handleInTransaction(subscription, part.events()))));
        gaps.noticed(admitted.noticed());
        return admitted.fresh().size();
    }

    private Admitted handleInTransaction(EventSubscription subscription, List<IncomingEvent> events) {
        Admitted admitted = admission.admit(subscription, events);
        if (!admitted.fresh().isEmpty()) {
            subscription.handler().handle(admitted.fresh());
        }
        return admitted;
    }
}
