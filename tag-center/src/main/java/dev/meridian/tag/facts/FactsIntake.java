package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Stores one round of a batch, whose customers are locked, and tells everyone who follows. */
@Component
class FactsIntake {

    private static final Logger LOG = LoggerFactory.getLogger(FactsIntake.class);

    private final Ownership ownership;
    private final FactsWriter writer;
    private final List<FactsListener> listeners;

    FactsIntake(Ownership ownership, FactsWriter writer, List<FactsListener> listeners) {
        this.ownership = ownership;
        this.writer = writer;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Stores a round.
     *
     * @param owners whom ids stand for; kept up to date
     * @param made customers made for this batch of whom nobody has been told yet; those told here are taken out
     * @return the instant of the last thing that happened
     */
    Instant take(List<CustomerEvent> round, Owners owners, Set<UUID> made, Instant now) {
        Set<CustomerId> customers = new LinkedHashSet<>();
        round.forEach(event -> customersOf(event, owners).forEach(id -> customers.add(new CustomerId(id))));
        listeners.forEach(listener -> listener.beforeChange(customers, now));
        Round one = new Round(owners, made, now);
        List<CustomerEvent.Told> told = new ArrayList<>();
        List<CustomerEvent.Recorded> recorded = new ArrayList<>();
        for (CustomerEvent event : round) {
            switch (event) {
                case CustomerEvent.Merged merge -> merge(merge, one);
                case CustomerEvent.Told profile -> told.add(profile);
                case CustomerEvent.Recorded interaction -> recorded.add(interaction);
                case CustomerEvent.Created _ -> {
                    // That there is a customer is told of everyone who is new.
                }
            }
        }
        round.forEach(one::announce);
        noteSourceProfiles(told, recorded, owners);
        noteAliases(told, recorded, owners);
        describe(told, one);
        record(recorded, one);
        if (!one.changes.isEmpty()) {
            listeners.forEach(listener -> listener.changed(one.changes));
        }
        return one.last;
    }

    /** What comes of a round. */
    private static final class Round {
        final Owners owners;
        final Set<UUID> made;
        final Instant now;
        final List<FactsChange> changes = new ArrayList<>();
        private final Map<UUID, Integer> interactions = new HashMap<>();
        Instant last;

        Round(Owners owners, Set<UUID> made, Instant now) {
            this.owners = owners;
            this.made = made;
            this.now = now;
            this.last = now;
        }

        /** Interactions of one customer happen one after the other. */
        Instant next(UUID customer) {
            int before = interactions.merge(customer, 1, Integer::sum) - 1;
            Instant at = now.plus(before, ChronoUnit.MICROS);
            last = at.isAfter(last) ? at : last;
            return at;
        }

        void announce(CustomerEvent event) {
            UUID customer = owners.of(event.customerId());
            if (made.remove(customer)) {
                changes.add(new FactsChange.Known(new CustomerId(customer), BrandScope.group(), now, event.cause()));
            }
        }
    }

    private static Set<UUID> customersOf(CustomerEvent event, Owners owners) {
        Set<UUID> ids = new LinkedHashSet<>();
        ids.add(owners.of(event.customerId()));
        event.sourceProfiles().stream().filter(owners::knows).map(owners::of).forEach(ids::add);
        if (event instanceof CustomerEvent.Merged merge) {
            ids.add(merge.absorbedId());
        }
        return ids;
    }

    private void merge(CustomerEvent.Merged merge, Round round) {
        Set<UUID> others = customersOf(merge, round.owners);
        if (ownership.merge(merge).isEmpty()) {
            LOG.atInfo().addKeyValue("mergeId", merge.mergeId()).log("A merge that has been made already");
            return;
        }
        UUID survivor = round.owners.of(merge.survivorId());
        round.owners.moved(merge.absorbedId(), survivor, merge.sourceProfileIds());
        round.made.remove(merge.absorbedId());
        Cause cause = merge.cause();
        round.changes.add(new FactsChange.Merged(
                new CustomerId(survivor),
                new CustomerId(merge.absorbedId()),
                ownership.brandsOf(survivor),
                round.now,
                cause));
        others.remove(survivor);
        others.remove(merge.absorbedId());
        // Merges are heard in any order: a source profile may come from one whose own merge is still to be told.
        others.forEach(other -> round.changes.add(
                new FactsChange.Dispossessed(new CustomerId(other), ownership.brandsOf(other), round.now, cause)));
    }

    private void noteSourceProfiles(
            List<CustomerEvent.Told> told, List<CustomerEvent.Recorded> recorded, Owners owners) {
        Map<UUID, UUID> unknown = new LinkedHashMap<>();
        List<CustomerEvent> events = new ArrayList<>(told);
        events.addAll(recorded);
        for (CustomerEvent event : events) {
            UUID profile = event.sourceProfiles().getFirst();
            if (!owners.knows(profile)) {
                unknown.putIfAbsent(profile, owners.of(event.customerId()));
            }
        }
        if (!unknown.isEmpty()) {
            owners.note(ownership.note(unknown));
        }
    }

    /** A brand may go on using an id that was merged away, and is answered by it. */
    private void noteAliases(List<CustomerEvent.Told> told, List<CustomerEvent.Recorded> recorded, Owners owners) {
        Set<Ownership.Knowing> used = new LinkedHashSet<>();
        told.forEach(one -> used.add(new Ownership.Knowing(one.profile().brand(), one.customerId())));
        recorded.forEach(fact -> used.add(new Ownership.Knowing(fact.brand(), fact.customerId())));
        used.removeIf(one -> owners.of(one.customer()).equals(one.customer()));
        if (!used.isEmpty()) {
            ownership.noteAliases(used);
        }
    }

    private void describe(List<CustomerEvent.Told> told, Round round) {
        if (told.isEmpty()) {
            return;
        }
        List<Ownership.Knowing> knowing = new ArrayList<>();
        told.forEach(one -> knowing.add(knowing(one.profile().brand(), one, round)));
        Set<Ownership.Knowing> fresh = ownership.noteKnowing(knowing);
        Map<UUID, Set<String>> changed = writer.describe(told);
        for (CustomerEvent.Told one : told) {
            UUID profile = one.profile().sourceProfileId();
            Ownership.Knowing pair = knowing(one.profile().brand(), one, round);
            CustomerId customer = new CustomerId(pair.customer());
            Cause cause = one.cause();
            if (fresh.remove(pair)) {
                round.changes.add(new FactsChange.Known(customer, scope(pair), round.now, cause));
            }
            Set<String> attributes = changed.getOrDefault(profile, Set.of());
            if (!attributes.isEmpty()) {
                round.changes.add(
                        new FactsChange.Described(customer, one.profile().brand(), attributes, round.now, cause));
            }
        }
    }

    private void record(List<CustomerEvent.Recorded> recorded, Round round) {
        if (recorded.isEmpty()) {
            return;
        }
        List<Ownership.Knowing> knowing = new ArrayList<>();
        recorded.forEach(fact -> knowing.add(knowing(fact.brand(), fact, round)));
        Set<Ownership.Knowing> firsts = ownership.noteKnowing(knowing);
        Set<UUID> fresh = writer.add(recorded);
        for (CustomerEvent.Recorded fact : recorded) {
            Ownership.Knowing pair = knowing(fact.brand(), fact, round);
            boolean first = firsts.remove(pair);
            boolean isNew = fresh.remove(fact.interactionId());
            if (!first && !isNew) {
                continue;
            }
            CustomerId customer = new CustomerId(pair.customer());
            Instant at = round.next(pair.customer());
            if (first) {
                round.changes.add(new FactsChange.Known(customer, scope(pair), at, fact.cause()));
            }
            if (isNew) {
                round.changes.add(new FactsChange.Acted(customer, fact.brand(), fact.type(), fact.interactionId(), at));
            }
        }
    }

    private static Ownership.Knowing knowing(String brand, CustomerEvent event, Round round) {
        UUID profile = Objects.requireNonNull(event.sourceProfiles().getFirst());
        return new Ownership.Knowing(brand, round.owners.of(profile));
    }

    private static BrandScope scope(Ownership.Knowing pair) {
        return BrandScope.of(new Brand(pair.brand()));
    }
}
