package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
    Instant take(List<CustomerEvent> round, Owners owners, Set<ScopedId> made, Instant now) {
        Set<ScopedCustomer> customers = new LinkedHashSet<>();
        round.forEach(event -> customersOf(event, owners).forEach(id -> customers.add(id.customer())));
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
        noteSourceProfiles(told, recorded, one);
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
        final Set<ScopedId> made;
        final Instant now;
        final List<FactsChange> changes = new ArrayList<>();
        private final Map<ScopedId, Integer> interactions = new HashMap<>();
        Instant last;

        Round(Owners owners, Set<ScopedId> made, Instant now) {
            this.owners = owners;
            this.made = made;
            this.now = now;
            this.last = now;
        }

        /** Interactions of one customer happen one after the other, in whosever eyes it is one. */
        Instant next(List<ScopedId> customers) {
            int before = customers.stream()
                    .mapToInt(customer -> interactions.getOrDefault(customer, 0))
                    .max()
                    .orElse(0);
            customers.forEach(customer -> interactions.put(customer, before + 1));
            Instant at = now.plus(before, ChronoUnit.MICROS);
            last = at.isAfter(last) ? at : last;
            return at;
        }

        /** Whose the event's source profile is, in the eyes of each scope. */
        List<ScopedId> ownersOf(CustomerEvent event) {
            return event.sourceProfiles().stream().map(owners::of).toList();
        }

        void announce(CustomerEvent event) {
            for (ScopedId named : event.customers()) {
                ScopedId customer = owners.of(named);
                if (made.remove(customer)) {
                    changes.add(new FactsChange.Known(customer.customer(), now, event.cause()));
                }
            }
        }
    }

    private static Set<ScopedId> customersOf(CustomerEvent event, Owners owners) {
        Set<ScopedId> ids = new LinkedHashSet<>();
        event.customers().stream().map(owners::of).forEach(ids::add);
        event.sourceProfiles().stream().filter(owners::knows).map(owners::of).forEach(ids::add);
        if (event instanceof CustomerEvent.Merged merge) {
            ids.add(merge.absorbed());
        }
        return ids;
    }

    private void merge(CustomerEvent.Merged merge, Round round) {
        Set<ScopedId> others = customersOf(merge, round.owners);
        if (ownership.merge(merge).isEmpty()) {
            LOG.atInfo().addKeyValue("mergeId", merge.mergeId()).log("A merge that has been made already");
            return;
        }
        ScopedId survivor = round.owners.of(merge.survivor());
        round.owners.moved(merge.absorbed(), survivor, merge.sourceProfiles());
        round.made.remove(merge.absorbed());
        Cause cause = merge.cause();
        round.changes.add(
                new FactsChange.Merged(survivor.customer(), merge.absorbed().customer(), round.now, cause));
        others.remove(survivor);
        others.remove(merge.absorbed());
        // Merges are heard in any order: a source profile may come from one whose own merge is still to be told.
        others.forEach(other -> round.changes.add(new FactsChange.Regrouped(other.customer(), round.now, cause)));
    }

    private void noteSourceProfiles(List<CustomerEvent.Told> told, List<CustomerEvent.Recorded> recorded, Round round) {
        Map<ScopedId, ScopedId> wanted = new LinkedHashMap<>();
        Map<ScopedId, Cause> corrections = new LinkedHashMap<>();
        Set<ScopedId> assumed = new HashSet<>();
        List<CustomerEvent> events = new ArrayList<>(told);
        events.addAll(recorded);
        for (CustomerEvent event : events) {
            for (int i = 0; i < event.customers().size(); i++) {
                ScopedId profile = event.sourceProfiles().get(i);
                boolean known = round.owners.knows(profile);
                if (known && (round.owners.isSure(profile) || !event.namesBrandCustomer())) {
                    continue;
                }
                wanted.putIfAbsent(profile, round.owners.of(event.customers().get(i)));
                if (known) {
                    corrections.putIfAbsent(profile, event.cause());
                } else if (!event.namesBrandCustomer() && !profile.scope().equals(BrandScope.group())) {
                    assumed.add(profile);
                }
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        Map<ScopedId, ScopedId> before = new HashMap<>();
        corrections.keySet().forEach(profile -> before.put(profile, round.owners.of(profile)));
        round.owners.note(ownership.note(wanted, assumed));
        corrections.forEach((profile, cause) -> {
            ScopedId was = Objects.requireNonNull(before.get(profile));
            ScopedId now = round.owners.of(profile);
            if (!now.equals(was)) {
                round.changes.add(new FactsChange.Regrouped(was.customer(), round.now, cause));
                round.changes.add(new FactsChange.Regrouped(now.customer(), round.now, cause));
            }
        });
    }

    private void describe(List<CustomerEvent.Told> told, Round round) {
        if (told.isEmpty()) {
            return;
        }
        Map<UUID, Set<String>> changed = writer.describe(told);
        for (CustomerEvent.Told one : told) {
            Set<String> attributes = changed.getOrDefault(one.profile().sourceProfileId(), Set.of());
            if (!attributes.isEmpty()) {
                round.ownersOf(one)
                        .forEach(owner -> round.changes.add(
                                new FactsChange.Described(owner.customer(), attributes, round.now, one.cause())));
            }
        }
    }

    private void record(List<CustomerEvent.Recorded> recorded, Round round) {
        if (recorded.isEmpty()) {
            return;
        }
        Set<UUID> fresh = writer.add(recorded);
        for (CustomerEvent.Recorded fact : recorded) {
            if (fresh.remove(fact.interactionId())) {
                List<ScopedId> customers = round.ownersOf(fact);
                Instant at = round.next(customers);
                customers.forEach(customer -> round.changes.add(
                        new FactsChange.Acted(customer.customer(), fact.type(), fact.interactionId(), at)));
            }
        }
    }
}
