package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.IncomingEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Follows customer-center. Events of different topics and keys come in any order: a merge may come before anything else
 * about either customer, and interactions of an absorbed id after it.
 */
@Component
public class CustomerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(CustomerEvents.class);
    private static final String CONSUMER = "tag-center.facts";
    private static final int READING_THREADS = 2;

    private final FactsGate gate;
    private final Ownership ownership;
    private final FactsWriter writer;
    private final List<FactsListener> listeners;

    CustomerEvents(FactsGate gate, Ownership ownership, FactsWriter writer, List<FactsListener> listeners) {
        this.gate = gate;
        this.ownership = ownership;
        this.writer = writer;
        this.listeners = List.copyOf(listeners);
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
                                CustomerEvent.RECORDED),
                        this::handle)
                .inGroup("customers, their merges and who owns a source profile are the whole group's")
                .withConcurrency(READING_THREADS);
    }

    /** What a batch says, by kind. */
    private static final class Batch {
        final List<CustomerEvent.Merged> merges = new ArrayList<>();
        final List<CustomerEvent.Recorded> interactions = new ArrayList<>();
        final Map<UUID, FactsWriter.Told> profiles = new LinkedHashMap<>();
        final Set<UUID> customers = new HashSet<>();
        final Set<UUID> absorbed = new HashSet<>();
        final Set<UUID> sourceProfiles = new HashSet<>();

        static Batch of(List<IncomingEvent> events) {
            Batch batch = new Batch();
            events.forEach(batch::add);
            return batch;
        }

        private void add(IncomingEvent event) {
            switch (event.type()) {
                case CustomerEvent.CREATED ->
                    customers.add(event.data(CustomerEvent.Created.class).customerId());
                case CustomerEvent.UPDATED -> addProfile(event);
                case CustomerEvent.MERGED -> addMerge(event.data(CustomerEvent.Merged.class));
                case CustomerEvent.RECORDED -> addInteraction(event.data(CustomerEvent.Recorded.class));
                default -> throw new IllegalArgumentException("Not subscribed to " + event.type());
            }
        }

        private void addProfile(IncomingEvent event) {
            CustomerEvent.Updated profile = event.data(CustomerEvent.Updated.class);
            FactsWriter.Told told = new FactsWriter.Told(profile, event.time());
            profiles.merge(
                    profile.sourceProfileId(),
                    told,
                    (before, now) -> now.toldAt().isBefore(before.toldAt()) ? before : now);
            customers.add(profile.customerId());
            sourceProfiles.add(profile.sourceProfileId());
        }

        private void addMerge(CustomerEvent.Merged merge) {
            merges.add(merge);
            absorbed.add(merge.absorbedId());
            customers.add(merge.survivorId());
            sourceProfiles.addAll(merge.sourceProfileIds());
        }

        private void addInteraction(CustomerEvent.Recorded interaction) {
            interactions.add(interaction);
            customers.add(interaction.customerId());
            sourceProfiles.add(interaction.sourceProfileId());
        }
    }

    /** Applies a batch in the running transaction, and lets everyone who follows know while customers are locked. */
    void handle(List<IncomingEvent> events) {
        Batch batch = Batch.of(events);
        gate.pass();
        Set<UUID> made = ownership.lock(batch.customers, batch.sourceProfiles, batch.absorbed);
        List<FactsChange> changes = new ArrayList<>();
        for (CustomerEvent.Merged merge : batch.merges) {
            merge(merge, changes);
        }
        Map<UUID, UUID> owners = ownership.owners(batch.customers);
        Set<UUID> alive = new LinkedHashSet<>(owners.values());
        alive.retainAll(made);
        alive.forEach(customer ->
                changes.add(new FactsChange.Known(new CustomerId(customer), BrandScope.group(), Cause.profile(null))));
        Map<UUID, UUID> ownerBySourceProfile = noteSourceProfiles(batch, owners);
        describe(batch, ownerBySourceProfile, changes);
        record(batch, ownerBySourceProfile, changes);
        if (!changes.isEmpty()) {
            listeners.forEach(listener -> listener.changed(changes));
        }
    }

    private void merge(CustomerEvent.Merged merge, List<FactsChange> changes) {
        ownership
                .merge(merge)
                .ifPresentOrElse(
                        survivor -> changes.add(new FactsChange.Merged(
                                new CustomerId(survivor),
                                new CustomerId(merge.absorbedId()),
                                ownership.brandsOf(survivor),
                                Cause.merge(merge.mergeId()))),
                        () -> LOG.atInfo()
                                .addKeyValue("mergeId", merge.mergeId())
                                .log("A merge that has been made already"));
    }

    private Map<UUID, UUID> noteSourceProfiles(Batch batch, Map<UUID, UUID> owners) {
        Map<UUID, UUID> told = new HashMap<>();
        batch.profiles
                .values()
                .forEach(one -> told.put(
                        one.profile().sourceProfileId(),
                        owner(owners, one.profile().customerId())));
        batch.interactions.forEach(fact -> told.put(fact.sourceProfileId(), owner(owners, fact.customerId())));
        if (!told.isEmpty()) {
            ownership.note(told);
        }
        return ownership.ownersOfSourceProfiles(told.keySet());
    }

    private void describe(Batch batch, Map<UUID, UUID> ownerBySourceProfile, List<FactsChange> changes) {
        if (batch.profiles.isEmpty()) {
            return;
        }
        Map<Ownership.Knowing, Cause> knowing = new LinkedHashMap<>();
        batch.profiles
                .values()
                .forEach(one -> knowing.put(
                        new Ownership.Knowing(
                                one.profile().brand(),
                                owner(ownerBySourceProfile, one.profile().sourceProfileId())),
                        Cause.profile(one.profile().sourceProfileId())));
        noteKnowing(knowing, changes);
        Map<UUID, Set<String>> changed = writer.describe(batch.profiles.values());
        for (FactsWriter.Told one : batch.profiles.values()) {
            UUID profile = one.profile().sourceProfileId();
            Set<String> attributes = changed.getOrDefault(profile, Set.of());
            if (!attributes.isEmpty()) {
                changes.add(new FactsChange.Described(
                        new CustomerId(owner(ownerBySourceProfile, profile)),
                        one.profile().brand(),
                        attributes,
                        Cause.profile(profile)));
            }
        }
    }

    private void record(Batch batch, Map<UUID, UUID> ownerBySourceProfile, List<FactsChange> changes) {
        if (batch.interactions.isEmpty()) {
            return;
        }
        Map<Ownership.Knowing, Cause> knowing = new LinkedHashMap<>();
        batch.interactions.forEach(fact -> knowing.put(
                new Ownership.Knowing(fact.brand(), owner(ownerBySourceProfile, fact.sourceProfileId())),
                Cause.interaction(fact.interactionId())));
        noteKnowing(knowing, changes);
        Set<UUID> fresh = writer.add(batch.interactions);
        for (CustomerEvent.Recorded fact : batch.interactions) {
            if (fresh.contains(fact.interactionId())) {
                changes.add(new FactsChange.Acted(
                        new CustomerId(owner(ownerBySourceProfile, fact.sourceProfileId())),
                        fact.brand(),
                        fact.type(),
                        Cause.interaction(fact.interactionId())));
            }
        }
    }

    private void noteKnowing(Map<Ownership.Knowing, Cause> knowing, List<FactsChange> changes) {
        for (Ownership.Knowing fresh : ownership.noteKnowing(knowing.keySet())) {
            changes.add(new FactsChange.Known(
                    new CustomerId(fresh.customer()),
                    BrandScope.of(new Brand(fresh.brand())),
                    java.util.Objects.requireNonNull(knowing.get(fresh))));
        }
    }

    private static UUID owner(Map<UUID, UUID> owners, UUID id) {
        UUID owner = owners.get(id);
        if (owner == null) {
            throw new IllegalStateException("Nobody owns " + id);
        }
        return owner;
    }
}
