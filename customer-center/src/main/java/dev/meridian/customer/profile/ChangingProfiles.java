package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Changes what a brand says of a customer. */
@Component
class ChangingProfiles {

    private final CustomerDirectory directory;
    private final SourceProfiles sourceProfiles;
    private final ProfileAttributes attributes;
    private final ProfileEvents events;
    private final Outbox outbox;
    private final RepeatedTransactions transactions;
    private final Clock clock;

    ChangingProfiles(
            CustomerDirectory directory,
            SourceProfiles sourceProfiles,
            ProfileAttributes attributes,
            ProfileEvents events,
            Outbox outbox,
            RepeatedTransactions transactions,
            Clock clock) {
        this.directory = directory;
        this.sourceProfiles = sourceProfiles;
        this.attributes = attributes;
        this.events = events;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What came of a change. */
    sealed interface Outcome {

        /** Done; the caller's view has this version now. */
        record Changed(CustomerId customer, String version) implements Outcome {}

        /** The caller's view has changed since it was read. */
        record Conflict() implements Outcome {}

        /** There is no such customer in the caller's eyes. */
        record Unknown() implements Outcome {}
    }

    /**
     * Writes attributes into the brand's oldest source profile of the customer; a removal goes into every one that has
     * the attribute, so that none of them shines through.
     *
     * @param acceptable whether the change may be based on this version of the caller's view
     */
    Outcome change(CustomerId id, Brand brand, List<AttributeChange> changes, Predicate<String> acceptable) {
        return transactions.call(() -> {
            Optional<CustomerId> living = directory.lockLiving(id);
            if (living.isEmpty()) {
                return new Outcome.Unknown();
            }
            CustomerId customer = living.get();
            List<SourceProfiles.Visible> visible = sourceProfiles.visibleOf(customer);
            if (visible.isEmpty()) {
                return new Outcome.Unknown();
            }
            if (!acceptable.test(ProfileVersion.of(visible))) {
                return new Outcome.Conflict();
            }
            write(customer, brand, visible, changes);
            return new Outcome.Changed(customer, ProfileVersion.of(sourceProfiles.visibleOf(customer)));
        });
    }

    private void write(
            CustomerId customer, Brand brand, List<SourceProfiles.Visible> visible, List<AttributeChange> changes) {
        Instant now = clock.instant();
        List<OutgoingEvent> told = new ArrayList<>();
        for (SourceProfiles.Visible profile : visible) {
            List<AttributeChange> forThis = profile == visible.getFirst() ? changes : removals(profile, changes);
            if (!forThis.isEmpty()) {
                attributes.write(profile.id(), brand, customer, forThis, now, now);
                told.add(events.updated(customer, profile.id(), brand, attributes.of(List.of(profile.id())), now));
            }
        }
        outbox.appendAll(told);
    }

    private List<AttributeChange> removals(SourceProfiles.Visible profile, List<AttributeChange> changes) {
        if (changes.stream().allMatch(change -> change.value() != null)) {
            return List.of();
        }
        Set<String> present = attributes.of(List.of(profile.id())).stream()
                .filter(attribute -> attribute.value() != null)
                .map(StoredAttribute::name)
                .collect(Collectors.toSet());
        return changes.stream()
                .filter(change -> change.value() == null)
                .filter(change -> present.contains(change.attribute().name()))
                .toList();
    }
}
