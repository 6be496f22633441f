package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.IdentityPreview;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds or creates the customer behind some identifiers, in the name of one brand. */
@Component
class Identifying {

    private final IdentityResolution resolution;
    private final IdentityPreview previews;
    private final Recognition recognition;
    private final CustomerDirectory directory;
    private final ProfileAttributes attributes;
    private final ProfileEvents events;
    private final Outbox outbox;
    private final BrandScopeSwitch scopes;
    private final RepeatedTransactions transactions;
    private final Clock clock;

    Identifying(
            IdentityResolution resolution,
            IdentityPreview previews,
            Recognition recognition,
            CustomerDirectory directory,
            ProfileAttributes attributes,
            ProfileEvents events,
            Outbox outbox,
            BrandScopeSwitch scopes,
            RepeatedTransactions transactions,
            Clock clock) {
        this.resolution = resolution;
        this.previews = previews;
        this.recognition = recognition;
        this.directory = directory;
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
     * @param version of what the brand is shown of the customer now; empty in a dry run
     * @param created whether the brand meets the customer for the first time
     * @param merged ids the brand knew that have become an alias of the customer
     * @param notes identifiers that joined nothing, by position
     */
    record Identified(
            Optional<CustomerId> customer,
            Optional<String> version,
            boolean created,
            List<CustomerId> merged,
            List<Resolved.Note> notes) {}

    /** Identifies and stores. */
    Identified identify(Observation observation, List<AttributeChange> changes) {
        return transactions.call(() ->
                scopes.<Identified, RuntimeException>call(BrandScope.group(), () -> inGroup(observation, changes)));
    }

    /** Says what {@link #identify} would answer, and stores nothing. Works in the brand's own scope, without a lock. */
    Identified preview(Observation observation) {
        return transactions.call(() -> {
            IdentityPreview.Foreseen foreseen = previews.of(observation);
            return new Identified(
                    foreseen.customer(),
                    Optional.empty(),
                    foreseen.customer().isEmpty(),
                    foreseen.absorbed().stream().sorted().toList(),
                    foreseen.notes());
        });
    }

    private Identified inGroup(Observation observation, List<AttributeChange> changes) {
        List<Observation> batch = List.of(observation);
        IdentityResolution.Plan plan = resolution.plan(batch, !changes.isEmpty());
        plan.store();
        Recognition.Recognised recognised = recognition.record(batch, plan.resolution(), changes.isEmpty());
        CustomerId customer = plan.resolution().resolved().getFirst().inBrand().customer();
        List<OutgoingEvent> told = new ArrayList<>(recognised.events());
        if (!changes.isEmpty()) {
            told.add(write(observation, recognised.people().getFirst(), changes));
            directory.touch(observation.brand(), customer);
        }
        outbox.appendAll(told);
        return identified(plan, directory.version(observation.brand(), customer));
    }

    private OutgoingEvent write(Observation observation, Recognition.Person person, List<AttributeChange> changes) {
        // Read behind the lock: who waited for it speaks later than who held it.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Brand brand = observation.brand();
        attributes.write(person.sourceProfile(), brand, changes, now);
        return events.updated(
                person.whose(), person.sourceProfile(), brand, attributes.of(List.of(person.sourceProfile())), now);
    }

    /** What the brand may be told: what its own evidence comes to. */
    private static Identified identified(IdentityResolution.Plan plan, String version) {
        Resolved.InBrand known = plan.resolution().resolved().getFirst().inBrand();
        return new Identified(
                Optional.of(known.customer()),
                Optional.of(version),
                known.isNew(),
                known.absorbed().stream().sorted().toList(),
                known.notes());
    }
}
