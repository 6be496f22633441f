package dev.meridian.customer.identity;

import dev.meridian.customer.protection.BlindIndex;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Finds out who observations are about, a whole batch at a time. Must run in a transaction in the group's scope: who a
 * customer is does not depend on who asks.
 *
 * <p>Evidence that changes nothing takes no lock. For the rest, the identifiers are locked first (also those that do
 * not exist yet), then the customers, each in one order for everybody, and what was read before is read again.
 */
@Component
public final class IdentityResolution {

    private static final int ORDERING_DIGITS = 24;

    private final IdentityStore store;
    private final IdentityWriter writer;
    private final BlindIndex blindIndex;
    private final IdentityProperties properties;
    private final CustomerIds customerIds;
    private final TimeOrderedIds ids;
    private final Clock clock;

    IdentityResolution(
            IdentityStore store,
            IdentityWriter writer,
            BlindIndex blindIndex,
            IdentityProperties properties,
            CustomerIds customerIds,
            TimeOrderedIds ids,
            Clock clock) {
        this.store = store;
        this.writer = writer;
        this.blindIndex = blindIndex;
        this.properties = properties;
        this.customerIds = customerIds;
        this.ids = ids;
        this.clock = clock;
    }

    /** Works out the batch and stores what it changes. */
    public Resolution resolve(List<Observation> observations) {
        Plan plan = plan(observations);
        plan.store();
        return plan.resolution();
    }

    /** Works out the batch, so that the caller can look before anything is stored. */
    public Plan plan(List<Observation> observations) {
        List<Evidence> batch = observations.stream().map(this::evidence).toList();
        IdentityGraph graph = new IdentityGraph(properties, customerIds, ids, clock.instant(), knownFor(batch));
        List<IdentityGraph.Answer> answers = batch.stream().map(graph::observe).toList();
        IdentityChanges changes = graph.changes();
        List<Resolved> resolved =
                answers.stream().map(IdentityGraph.Answer::resolved).toList();
        return new Plan(new Resolution(resolved, changes.created(), changes.merges()), changes);
    }

    /** A batch that is worked out and not stored. */
    public final class Plan {

        private final Resolution resolution;
        private final IdentityChanges changes;

        private Plan(Resolution resolution, IdentityChanges changes) {
            this.resolution = resolution;
            this.changes = changes;
        }

        public Resolution resolution() {
            return resolution;
        }

        /** Stores it, in the transaction it was worked out in. */
        public void store() {
            writer.save(changes, clock.instant());
        }
    }

    /**
     * What an observation weighs before anybody looks anything up.
     *
     * @param orderingKey the same for all observations with this strongest identifier; tells nothing about its value
     * @param weak positions of identifiers that will not count
     */
    public record Weight(String orderingKey, List<Integer> weak) {}

    /** Weighs an observation, without the database. */
    public Weight weigh(Observation observation) {
        Evidence evidence = evidence(observation);
        return new Weight(
                evidence.strongest().key().blindIndex().substring(0, ORDERING_DIGITS),
                evidence.notes().stream().map(Resolved.Note::position).toList());
    }

    private Evidence evidence(Observation observation) {
        Map<IdentifierKey, Evidence.Part> parts = new LinkedHashMap<>();
        for (int position = 0; position < observation.identifiers().size(); position++) {
            Observation.Sighting sighting = observation.identifiers().get(position);
            IdentifierKey key = keyOf(sighting.identifier());
            Evidence.Part part = new Evidence.Part(key, sighting, position);
            parts.merge(key, part, (before, now) -> before.sighting().verified() ? before : now);
        }
        return Evidence.of(observation, List.copyOf(parts.values()), properties);
    }

    IdentifierKey keyOf(Identifier identifier) {
        byte[] index = blindIndex.of(identifier.type().wireName(), identifier.scope(), identifier.value());
        return new IdentifierKey(
                identifier.type(), identifier.scope(), HexFormat.of().formatHex(index));
    }

    /** Reads what the graph needs, and locks it as far as it may change. */
    private Collection<KnownIdentifier> knownFor(List<Evidence> batch) {
        Set<IdentifierKey> keys = new TreeSet<>();
        batch.forEach(evidence -> evidence.joining().forEach(part -> keys.add(part.key())));
        Set<IdentifierKey> lockedKeys = new TreeSet<>();
        Set<CustomerId> lockedCustomers = new TreeSet<>();
        while (true) {
            Map<IdentifierKey, KnownIdentifier> known = store.find(keys);
            Set<IdentifierKey> keysAtStake = new TreeSet<>();
            Set<CustomerId> customersAtStake = new TreeSet<>();
            batch.stream()
                    .filter(evidence -> changesSomething(evidence, known))
                    .forEach(evidence -> evidence.joining().forEach(part -> {
                        keysAtStake.add(part.key());
                        KnownIdentifier identifier = known.get(part.key());
                        if (identifier != null) {
                            customersAtStake.add(identifier.customer());
                        }
                    }));
            keysAtStake.removeAll(lockedKeys);
            if (!keysAtStake.isEmpty()) {
                store.lockIdentifiers(keysAtStake);
                lockedKeys.addAll(keysAtStake);
                continue;
            }
            if (!lockedCustomers.containsAll(customersAtStake)) {
                customersAtStake.removeAll(lockedCustomers);
                store.lockCustomers(customersAtStake);
                lockedCustomers.addAll(customersAtStake);
                continue;
            }
            return withWholeCustomers(known, customersAtStake);
        }
    }

    private Collection<KnownIdentifier> withWholeCustomers(
            Map<IdentifierKey, KnownIdentifier> known, Set<CustomerId> changing) {
        if (changing.isEmpty()) {
            return known.values();
        }
        Map<IdentifierKey, KnownIdentifier> all = new HashMap<>(known);
        store.identifiersOf(changing).forEach(identifier -> all.put(identifier.key(), identifier));
        return all.values();
    }

    private static boolean changesSomething(Evidence evidence, Map<IdentifierKey, KnownIdentifier> known) {
        List<CustomerId> customers = new ArrayList<>();
        for (Evidence.Part part : evidence.joining()) {
            KnownIdentifier identifier = known.get(part.key());
            if (identifier == null) {
                return true;
            }
            customers.add(identifier.customer());
        }
        return customers.stream().anyMatch(customer -> !Objects.equals(customer, customers.getFirst()));
    }
}
