package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.IdentityResolution;
import dev.meridian.customer.identity.Observation;
import dev.meridian.customer.identity.Resolved;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.security.BrandScopeSwitch;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds or creates the customer behind some identifiers, in the name of one brand. */
@Component
class Identifying {

    private final IdentityResolution resolution;
    private final Recognition recognition;
    private final SourceProfiles sourceProfiles;
    private final ProfileAttributes attributes;
    private final ProfileEvents events;
    private final Outbox outbox;
    private final BrandScopeSwitch scopes;
    private final RepeatedTransactions transactions;
    private final Clock clock;

    Identifying(
            IdentityResolution resolution,
            Recognition recognition,
            SourceProfiles sourceProfiles,
            ProfileAttributes attributes,
            ProfileEvents events,
            Outbox outbox,
            BrandScopeSwitch scopes,
            RepeatedTransactions transactions,
            Clock clock) {
        this.resolution = resolution;
        this.recognition = recognition;
        this.sourceProfiles = sourceProfiles;
        this.attributes = attributes;
        this.events = events;
        this.outbox = outbox;
        this.scopes = scopes;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Who the identifiers belong to, in the eyes of the brand.
     *
     * @param customer empty in a dry run for a customer the brand does not know: whether another brand does is not
     *     revealed
     * @param created whether the brand meets the customer for the first time
     * @param merged ids the brand knew that have become an alias of the customer
     * @param notes identifiers that joined nothing, by position
     */
    record Identified(
            Optional<CustomerId> customer, boolean created, List<CustomerId> merged, List<Resolved.Note> notes) {}

    /** Identifies and stores. */
    Identified identify(Observation observation, List<AttributeChange> changes) {
        return transactions.call(() ->
                scopes.<Identified, RuntimeException>call(BrandScope.group(), () -> inGroup(observation, changes)));
    }

    /** Says what {@link #identify} would answer, and stores nothing. */
    Identified preview(Observation observation) {
        return transactions.call(() -> scopes.<Identified, RuntimeException>call(BrandScope.group(), () -> {
            Resolved resolved = resolution
                    .plan(List.of(observation))
                    .resolution()
                    .resolved()
                    .getFirst();
            Identified identified = identified(observation.brand(), resolved);
            return identified.created()
                    ? new Identified(Optional.empty(), true, List.of(), identified.notes())
                    : identified;
        }));
    }

    private Identified inGroup(Observation observation, List<AttributeChange> changes) {
        List<Observation> batch = List.of(observation);
        IdentityResolution.Plan plan = resolution.plan(batch);
        // Asked before anything is stored: afterwards the brand knows the customer in any case.
        Identified identified =
                identified(observation.brand(), plan.resolution().resolved().getFirst());
        plan.store();
        Recognition.Recognised recognised = recognition.record(batch, plan.resolution(), changes.isEmpty());
        List<OutgoingEvent> told = new ArrayList<>(recognised.events());
        if (!changes.isEmpty()) {
            told.add(write(observation, recognised.people().getFirst(), changes));
        }
        outbox.appendAll(told);
        return identified;
    }

    private OutgoingEvent write(Observation observation, Recognition.Person person, List<AttributeChange> changes) {
        Instant now = clock.instant();
        Brand brand = observation.brand();
        attributes.write(person.sourceProfile(), brand, person.customer(), changes, observation.observedAt(), now);
        return events.updated(
                person.customer(), person.sourceProfile(), brand, attributes.of(List.of(person.sourceProfile())), now);
    }

    private Identified identified(Brand brand, Resolved resolved) {
        Set<CustomerId> before = new HashSet<>(resolved.absorbed());
        before.add(resolved.customer());
        Set<CustomerId> known = sourceProfiles.knownTo(brand, before);
        List<CustomerId> merged =
                resolved.absorbed().stream().filter(known::contains).sorted().toList();
        return new Identified(Optional.of(resolved.customer()), known.isEmpty(), merged, resolved.notes());
    }
}
