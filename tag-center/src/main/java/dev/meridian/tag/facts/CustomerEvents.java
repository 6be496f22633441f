package dev.meridian.tag.facts;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.tag.rules.Moments;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Follows customer-center. Events of different topics and keys come in any order: a merge may come before anything else
 * about either customer, and interactions of an absorbed id after it. A batch has the effect of its events handled one
 * by one, whatever they are.
 */
@Component
public class CustomerEvents {

    private static final String CONSUMER = "tag-center.facts";
    private static final int READING_THREADS = 2;

    private final FactsGate gate;
    private final Ownership ownership;
    private final FactsIntake intake;
    private final Clock clock;

    CustomerEvents(FactsGate gate, Ownership ownership, FactsIntake intake, Clock clock) {
        this.gate = gate;
        this.ownership = ownership;
        this.intake = intake;
        this.clock = clock;
    }

    /** The subscription that feeds this. */
    public EventSubscription subscription() {
        return EventSubscription.ofBatches(
                        CONSUMER,
                        List.of(CustomerEvent.PROFILE_TOPIC, CustomerEvent.INTERACTION_TOPIC),
                        Set.of(
                                CustomerEvent.CREATED,
                                CustomerEvent.UPDATED,
                                CustomerEvent.MERGED,
                                CustomerEvent.BRAND_MERGED,
                                CustomerEvent.RECORDED),
                        this::handle)
                .inGroup("an event of one brand also changes the group's customer and the segments of the group")
                .withConcurrency(READING_THREADS);
    }

    /** Applies a batch in the running transaction, and lets everyone who follows know while customers are locked. */
    void handle(List<IncomingEvent> events) {
        List<CustomerEvent> batch = events.stream().map(CustomerEvent::read).toList();
        Set<ScopedId> customers = new HashSet<>();
        Set<ScopedId> sourceProfiles = new HashSet<>();
        Set<ScopedId> absorbed = new HashSet<>();
        for (CustomerEvent event : batch) {
            customers.addAll(event.customers());
            sourceProfiles.addAll(event.sourceProfiles());
            if (event instanceof CustomerEvent.Merged merge) {
                absorbed.add(merge.absorbed());
            }
        }
        gate.pass();
        Set<ScopedId> made = ownership.lock(customers, sourceProfiles, absorbed);
        Owners owners = new Owners();
        owners.note(ownership.owners(customers));
        owners.note(ownership.ownersOfSourceProfiles(sourceProfiles));
        owners.assume(ownership.assumed(sourceProfiles));
        Instant last = Instant.MIN;
        for (List<CustomerEvent> round : Rounds.of(batch, owners)) {
            Instant now = Moments.toMicros(clock.instant());
            last = intake.take(round, owners, made, now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS));
        }
    }
}
