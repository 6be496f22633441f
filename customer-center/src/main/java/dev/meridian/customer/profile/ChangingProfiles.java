package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerDirectory;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.Whose;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        return transactions.call(() -> directory
                .lock(brand, id)
                .<Outcome>map(customer -> {
                    if (!acceptable.test(customer.version())) {
                        return new Outcome.Conflict();
                    }
                    write(customer.customer(), brand, changes);
                    directory.touch(brand, customer.customer());
                    CustomerDirectory.Visible changed =
                            directory.find(customer.customer()).orElseThrow();
                    return new Outcome.Changed(changed.customer(), changed.version());
                })
                .orElseGet(Outcome.Unknown::new));
    }

    private void write(CustomerId customer, Brand brand, List<AttributeChange> changes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<SourceProfileId> profiles = sourceProfiles.visibleOf(customer).stream()
                .map(SourceProfiles.Visible::id)
                .toList();
        Map<SourceProfileId, List<StoredAttribute>> said =
                attributes.of(profiles).stream().collect(Collectors.groupingBy(StoredAttribute::sourceProfile));
        Map<SourceProfileId, Whose> whose = sourceProfiles.whose(profiles);
        List<OutgoingEvent> told = new ArrayList<>();
        for (SourceProfileId profile : profiles) {
            List<AttributeChange> forThis = profile.equals(profiles.getFirst())
                    ? changes
                    : removals(said.getOrDefault(profile, List.of()), changes);
            if (!forThis.isEmpty()) {
                attributes.write(profile, brand, forThis, now);
                told.add(events.updated(
                        Objects.requireNonNull(whose.get(profile)),
                        profile,
                        brand,
                        attributes.of(List.of(profile)),
                        now));
            }
        }
        outbox.appendAll(told);
    }

    private static List<AttributeChange> removals(List<StoredAttribute> said, List<AttributeChange> changes) {
        Set<String> present = said.stream()
                .filter(attribute -> attribute.value() != null)
                .map(StoredAttribute::name)
                .collect(Collectors.toSet());
        return changes.stream()
                .filter(change -> change.value() == null)
                .filter(change -> present.contains(change.attribute().name()))
                .toList();
    }
}
