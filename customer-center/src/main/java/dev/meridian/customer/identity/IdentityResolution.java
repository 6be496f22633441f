package dev.meridian.customer.identity;

import dev.meridian.customer.identity.AtStake.SightingKey;
import dev.meridian.customer.identity.IdentityChanges.OfBrand;
import dev.meridian.customer.identity.KnownGraph.Held;
import dev.meridian.customer.identity.KnownGraph.Pair;
import dev.meridian.customer.protection.BlindIndex;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Finds out who observations are about, a whole batch at a time. Must run in a transaction in the group's scope: who a
 * customer is does not depend on who asks.
 *
 * <p>Evidence that changes nothing takes no lock. For the rest, what is at stake is locked, and what was read before is
 * read again, until nothing more is at stake than what is locked.
 */
@Component
public final class IdentityResolution {

    private static final int ORDERING_DIGITS = 24;

    private final IdentityStore store;
    private final IdentityLocks locks;
    private final IdentityWriter writer;
    private final BlindIndex blindIndex;
    private final IdentityProperties properties;
    private final CustomerIds customerIds;
    private final TimeOrderedIds ids;
    private final Clock clock;

    IdentityResolution(
            IdentityStore store,
            IdentityLocks locks,
            IdentityWriter writer,
            BlindIndex blindIndex,
            IdentityProperties properties,
            CustomerIds customerIds,
            TimeOrderedIds ids,
            Clock clock) {
        this.store = store;
        this.locks = locks;
        this.writer = writer;
        this.blindIndex = blindIndex;
        this.properties = properties;
        this.customerIds = customerIds;
        this.ids = ids;
        this.clock = clock;
    }

    /** Works out the batch and stores what it changes. */
    public Resolution resolve(List<Observation> observations) {
        Plan plan = plan(observations, false);
        plan.store();
        return plan.resolution();
    }

    /**
     * Works out the batch, so that the caller can look before anything is stored.
     *
     * @param writing whether the caller goes on to write what the brands say of the customers: then nobody else writes
     *     of them until the transaction ends
     */
    public Plan plan(List<Observation> observations, boolean writing) {
        List<Evidence> batch = observations.stream().map(this::evidence).toList();
        Instant now = clock.instant();
        IdentityGraph graph = new IdentityGraph(properties, customerIds, ids, now, knownFor(batch, writing));
        List<IdentityGraph.Answer> answers = batch.stream().map(graph::observe).toList();
        List<Introduction> introductions = name(graph.met());
        IdentityChanges changes = graph.changes();
        List<Resolved> resolved =
                answers.stream().map(IdentityGraph.Answer::resolved).toList();
        return new Plan(
                new Resolution(resolved, changes.created(), changes.merges(), changes.brandMerges()),
                changes,
                introductions);
    }

    /** A brand meets a customer of the group. @param shown the id it will know the customer by */
    record Introduction(Brand brand, CustomerId customer, CustomerId shown) {}

    /**
     * Gives each customer that a brand meets an id. It is that of the group's customer, unless the brand knows another
     * one by it: to the brand they are two, and only another brand's evidence says that they are one.
     */
    private List<Introduction> name(List<IdentityGraph.Met> met) {
        if (met.isEmpty()) {
            return List.of();
        }
        Set<OfBrand> taken = store.takenIds(met.stream()
                .map(one -> new OfBrand(one.brand(), one.customer()))
                .distinct()
                .toList());
        List<Introduction> introductions = new ArrayList<>();
        for (IdentityGraph.Met one : met) {
            boolean free = taken.add(new OfBrand(one.brand(), one.customer()));
            CustomerId shown = free ? one.customer() : customerIds.next();
            one.component().name(shown);
            introductions.add(new Introduction(one.brand(), one.customer(), shown));
        }
        return introductions;
    }

    /** A batch that is worked out and not stored. */
    public final class Plan {

        private final Resolution resolution;
        private final IdentityChanges changes;
        private final List<Introduction> introductions;

        private Plan(Resolution resolution, IdentityChanges changes, List<Introduction> introductions) {
            this.resolution = resolution;
            this.changes = changes;
            this.introductions = introductions;
        }

        public Resolution resolution() {
            return resolution;
        }

        /** Stores it, in the transaction it was worked out in. */
        public void store() {
            writer.save(changes, introductions, clock.instant());
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

    Evidence evidence(Observation observation) {
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
    private KnownGraph knownFor(List<Evidence> batch, boolean writing) {
        Set<SightingKey> keys = new LinkedHashSet<>();
        batch.forEach(evidence -> evidence.joining()
                .forEach(part -> keys.add(new SightingKey(evidence.observation().brand(), part.key()))));
        AtStake locked = new AtStake();
        while (true) {
            AtStake.Found found = store.find(keys);
            Map<Pair, Held> held = store.held(apart(batch, found));
            AtStake stake = AtStake.of(batch, found, held, writing);
            if (locked.covers(stake)) {
                return whole(found, held, stake);
            }
            if (locked.isEmpty()) {
                locks.begin();
            } else {
                locks.giveBack();
            }
            locked = locked.and(stake);
            locks.take(locked);
        }
    }

    private static Set<Pair> apart(List<Evidence> batch, AtStake.Found found) {
        Set<Pair> apart = new LinkedHashSet<>();
        for (Evidence evidence : batch) {
            for (Evidence.Part part : evidence.joining()) {
                Pair pair = found.apart(evidence, part);
                if (pair != null) {
                    apart.add(pair);
                }
            }
        }
        return apart;
    }

    private KnownGraph whole(AtStake.Found found, Map<Pair, Held> held, AtStake stake) {
        Map<IdentifierKey, KnownIdentifier> identifiers = new HashMap<>(found.identifiers());
        if (!stake.customers().isEmpty()) {
            store.identifiersOf(stake.customers()).forEach(one -> identifiers.put(one.key(), one));
        }
        Map<SightingKey, KnownSighting> sightings = new HashMap<>(found.sightings());
        if (!stake.ofBrands().isEmpty()) {
            store.sightingsOf(stake.ofBrands())
                    .forEach(one -> sightings.put(new SightingKey(one.brand(), one.key()), one));
        }
        return new KnownGraph(identifiers.values(), sightings.values(), held);
    }
}
