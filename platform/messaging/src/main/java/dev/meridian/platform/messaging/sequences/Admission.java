package dev.meridian.platform.messaging.sequences;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Tells new events from repeats and notes them: by sequence where the producer keeps one, otherwise by id. Events of
 * types nobody handles are noted by their sequence too, or each would look like a gap.
 */
public final class Admission {

    private final ConsumedStreams streams;
    private final Inbox inbox;

    public Admission(ConsumedStreams streams, Inbox inbox) {
        this.streams = streams;
        this.inbox = inbox;
    }

    /** Notes the events in the running transaction and answers those of the subscription's types that are new. */
    public Admitted admit(EventSubscription subscription, List<IncomingEvent> events) {
        List<IncomingEvent> numbered =
                events.stream().filter(event -> event.sequence() > 0).toList();
        List<IncomingEvent> others = events.stream()
                .filter(event -> event.sequence() == 0 && isHandled(subscription, event))
                .toList();
        Admitted bySequence = bySequence(subscription.consumer(), numbered);
        Set<IncomingEvent> fresh = Collections.newSetFromMap(new IdentityHashMap<>());
        fresh.addAll(bySequence.fresh());
        fresh.addAll(byId(subscription.consumer(), others));
        return new Admitted(
                events.stream()
                        .filter(event -> fresh.contains(event) && isHandled(subscription, event))
                        .toList(),
                bySequence.noticed());
    }

    private Admitted bySequence(String consumer, List<IncomingEvent> events) {
        if (events.isEmpty()) {
            return new Admitted(List.of(), List.of());
        }
        // A database of a release that noted every event by its id begins each key somewhere, and not with a gap.
        boolean noticedById = inbox.remembersAnything(consumer);
        Admitted admitted = streams.admit(consumer, events, noticedById);
        if (!noticedById || admitted.fresh().isEmpty()) {
            return admitted;
        }
        Set<UUID> before = inbox.remembered(
                consumer, admitted.fresh().stream().map(IncomingEvent::id).toList());
        return new Admitted(
                admitted.fresh().stream()
                        .filter(event -> !before.contains(event.id()))
                        .toList(),
                admitted.noticed());
    }

    private List<IncomingEvent> byId(String consumer, List<IncomingEvent> events) {
        List<IncomingEvent> fresh = new ArrayList<>();
        if (!events.isEmpty()) {
            Set<UUID> admitted =
                    inbox.admit(consumer, events.stream().map(IncomingEvent::id).toList());
            for (IncomingEvent event : events) {
                if (admitted.remove(event.id())) {
                    fresh.add(event);
                }
            }
        }
        return fresh;
    }

    private static boolean isHandled(EventSubscription subscription, IncomingEvent event) {
        return subscription.types().contains(event.type());
    }
}
