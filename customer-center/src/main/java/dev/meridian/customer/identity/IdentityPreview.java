package dev.meridian.customer.identity;

import dev.meridian.customer.identity.AtStake.SightingKey;
import dev.meridian.customer.identity.IdentityChanges.OfBrand;
import dev.meridian.customer.identity.KnownGraph.Held;
import dev.meridian.customer.identity.KnownGraph.Pair;
import dev.meridian.customer.identity.Resolved.Note;
import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says what an observation would come to in the eyes of its brand, and stores nothing. It works on the brand's own
 * partition alone and takes no lock: neither the answer nor the time it takes depends on what other brands have sent, or
 * are just sending. Runs in a transaction in the brand's scope.
 */
@Component
public final class IdentityPreview {

    private final IdentityStore store;
    private final IdentityResolution resolution;
    private final IdentityProperties rules;
    private final TimeOrderedIds ids;

    IdentityPreview(IdentityStore store, IdentityResolution resolution, IdentityProperties rules, TimeOrderedIds ids) {
        this.store = store;
        this.resolution = resolution;
        this.rules = rules;
        this.ids = ids;
    }

    /**
     * What the brand would be told.
     *
     * @param customer whom the identifiers belong to; empty where the brand would meet somebody
     * @param absorbed ids the brand knows that would become an alias of the customer
     * @param notes what would not be used as evidence
     */
    public record Foreseen(Optional<CustomerId> customer, Set<CustomerId> absorbed, List<Note> notes) {

        public Foreseen {
            absorbed = Set.copyOf(absorbed);
            notes = List.copyOf(notes);
        }
    }

    /** What storing the observation would be answered with. */
    public Foreseen of(Observation observation) {
        Evidence evidence = resolution.evidence(observation);
        Brand brand = observation.brand();
        Map<SightingKey, KnownSighting> seen = store.sightings(evidence.joining().stream()
                .map(part -> new SightingKey(brand, part.key()))
                .toList());
        Partition partition = new Partition(rules, key -> new IdentifierId(ids.next()), () -> null);
        Set<OfBrand> customers = new HashSet<>();
        seen.values().forEach(one -> customers.add(new OfBrand(brand, one.customer())));
        if (!customers.isEmpty()) {
            store.sightingsOf(customers)
                    .forEach(one -> partition.know(one.id(), one.key(), one.customer(), one.customerNumber()));
        }
        Map<Pair, Held> held = store.held(evidence.joining().stream()
                .map(part -> pair(evidence, part, seen))
                .filter(Objects::nonNull)
                .toList());
        Partition.Observed observed =
                partition.observe(evidence, part -> settled(held.get(pair(evidence, part, seen))));
        List<Note> notes = new ArrayList<>(evidence.notes());
        for (Partition.Other other : observed.others()) {
            Reason against = other.against();
            if (against != null) {
                notes.add(new Note(other.part().position(), against));
            }
        }
        Partition.Component component = observed.strongest().component();
        return new Foreseen(
                component.isNew() ? Optional.empty() : Optional.of(component.customer()), component.absorbed(), notes);
    }

    private static @Nullable Reason settled(@Nullable Held held) {
        return held == null ? null : held.brandReason();
    }

    /** The pair that an identifier makes with the strongest, where the brand has sent both before. */
    private static @Nullable Pair pair(Evidence evidence, Evidence.Part part, Map<SightingKey, KnownSighting> seen) {
        Brand brand = evidence.observation().brand();
        KnownSighting one = seen.get(new SightingKey(brand, evidence.strongest().key()));
        KnownSighting two = seen.get(new SightingKey(brand, part.key()));
        return one == null || two == null || one.id().equals(two.id()) ? null : Pair.of(brand, one.id(), two.id());
    }
}
