package dev.meridian.customer.identity;

import dev.meridian.customer.identity.KnownGraph.Held;
import dev.meridian.customer.identity.KnownGraph.Pair;
import dev.meridian.customer.identity.Partition.Component;
import dev.meridian.customer.identity.Partition.Node;
import dev.meridian.customer.identity.Resolved.Note;
import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of the identity graph that a batch touches, in memory. Takes evidence in order and keeps what has to be
 * stored. It knows no database, and gives the same answer for the same content and the same evidence.
 *
 * <p>Two customers that meet become one with the id of the older, unless a limit stands against it. A customer that
 * begins and ends within the batch was never seen by anybody, so it leaves no trace of a merge.
 *
 * <p>Beside the group's customers stand those that each brand knows: the same rules over the brand's own evidence
 * alone. They are all a brand is ever shown, so what it is told cannot depend on what another brand has sent.
 */
final class IdentityGraph {

    private final IdentityProperties rules;
    private final TimeOrderedIds ids;
    private final Instant now;
    private final Map<Pair, Held> held;
    private final Partition group;
    private final Map<String, Partition> ofBrands = new TreeMap<>();
    private final Map<Pair, KnownSighting> sighted = new HashMap<>();
    private final IdentityChanges.Builder changes = new IdentityChanges.Builder();

    IdentityGraph(
            IdentityProperties rules, CustomerIds customerIds, TimeOrderedIds ids, Instant now, KnownGraph known) {
        this.rules = rules;
        this.ids = ids;
        this.now = now;
        this.held = known.held();
        this.group = new Partition(rules, key -> new IdentifierId(ids.next()), customerIds::next);
        known.identifiers().forEach(one -> group.know(one.id(), one.key(), one.customer(), one.customerNumber()));
        for (KnownSighting one : known.sightings()) {
            ofBrand(one.brand()).know(one.id(), one.key(), one.customer(), one.customerNumber());
            sighted.put(new Pair(one.brand(), one.id(), one.id()), one);
        }
    }

    /** Who a piece of evidence is about; read it after the whole batch was taken in and all customers were named. */
    static final class Answer {
        private final Node inGroup;
        private final Node inBrand;
        private final List<Apart> apart;
        private final List<Note> notes;
        private final List<Note> brandNotes;

        private Answer(Node inGroup, Node inBrand, List<Apart> apart, List<Note> notes, List<Note> brandNotes) {
            this.inGroup = inGroup;
            this.inBrand = inBrand;
            this.apart = apart;
            this.notes = notes;
            this.brandNotes = brandNotes;
        }

        Resolved resolved() {
            Component component = inGroup.component();
            Component known = inBrand.component();
            return new Resolved(
                    component.customer(),
                    inGroup.id(),
                    apart.stream()
                            .collect(Collectors.toMap(
                                    one -> one.inGroup().id(),
                                    one -> new Whose(
                                            one.inGroup().component().customer(),
                                            one.inBrand().component().customer()),
                                    (a, b) -> a)),
                    component.absorbed(),
                    component.isNew(),
                    notes,
                    new Resolved.InBrand(known.customer(), known.isNew(), known.absorbed(), brandNotes));
        }
    }

    /** An identifier that was kept apart from the strongest, by the group or by the brand, as both know it. */
    private record Apart(Node inGroup, Node inBrand) {}

    /** Takes in one piece of evidence. */
    Answer observe(Evidence evidence) {
        Observation observation = evidence.observation();
        Brand brand = observation.brand();
        Partition.Observed inGroup = group.observe(evidence, part -> reason(brand, evidence, part, false));
        Partition.Observed inBrand = ofBrand(brand).observe(evidence, part -> reason(brand, evidence, part, true));
        Node strongest = inGroup.strongest();
        if (inGroup.strongestIsNew()) {
            changes.identified(strongest.id(), evidence.strongest());
        }
        sight(inBrand.strongest(), evidence.strongest(), observation);
        List<Note> notes = new ArrayList<>(evidence.notes());
        List<Note> brandNotes = new ArrayList<>(evidence.notes());
        List<Apart> apart = new ArrayList<>();
        for (int i = 0; i < inGroup.others().size(); i++) {
            Partition.Other other = inGroup.others().get(i);
            Partition.Other seen = inBrand.others().get(i);
            if (other.isNew()) {
                changes.identified(other.node().id(), other.part());
            }
            if (other.merge() != null) {
                changes.merged(merge(other.merge(), observation));
            }
            sight(seen.node(), other.part(), observation);
            if (seen.merge() != null) {
                changes.mergedInBrand(ids.next(), brand, seen.merge(), now);
            }
            Reason against = other.against();
            if (against == null) {
                changes.linked(Pair.of(brand, strongest.id(), other.node().id()), observation);
            } else {
                notes.add(new Note(other.part().position(), against));
                Pair pair = Pair.of(brand, strongest.id(), other.node().id());
                if (!held.containsKey(pair)) {
                    changes.held(pair, new Held(against, seen.against()), observation);
                }
            }
            if (against != null || seen.against() != null) {
                apart.add(new Apart(other.node(), seen.node()));
            }
            if (seen.against() != null) {
                brandNotes.add(new Note(seen.part().position(), seen.against()));
            }
        }
        return new Answer(strongest, inBrand.strongest(), apart, notes, brandNotes);
    }

    /** Customers that a brand meets in this batch, with the group's customer behind each. They have no id yet. */
    List<Met> met() {
        List<Met> met = new ArrayList<>();
        ofBrands.forEach((brand, partition) -> partition
                .created()
                .forEach(component -> met.add(new Met(new Brand(brand), component, living(component)))));
        return met;
    }

    /** A brand meets a customer. @param customer whom, in the eyes of the group */
    record Met(Brand brand, Component component, CustomerId customer) {}

    /** Everything that has to be stored. */
    IdentityChanges changes() {
        return changes.build(
                group.created().stream().map(Component::customer).toList(),
                key -> Objects.requireNonNull(group.find(key)).component().customer());
    }

    private CustomerId living(Component component) {
        IdentifierKey first = component.members().getFirst().key();
        return Objects.requireNonNull(group.find(first)).component().customer();
    }

    private void sight(Node node, Evidence.Part part, Observation observation) {
        KnownSighting before = sighted.get(new Pair(observation.brand(), node.id(), node.id()));
        if (before == null || part.sighting().verified() && !before.verified()) {
            changes.sighted(node, part, observation, before != null);
        }
    }

    /** Why a pair stays apart without looking further: it was held before, and customers only grow. */
    private @Nullable Reason reason(Brand brand, Evidence evidence, Evidence.Part part, boolean ofBrand) {
        Node one = group.find(evidence.strongest().key());
        Node two = group.find(part.key());
        Held before = one == null || two == null ? null : held.get(Pair.of(brand, one.id(), two.id()));
        return before == null ? null : ofBrand ? before.brandReason() : before.reason();
    }

    private Partition ofBrand(Brand brand) {
        return ofBrands.computeIfAbsent(
                brand.key(),
                unused -> new Partition(
                        rules, key -> Objects.requireNonNull(group.find(key)).id(), () -> null));
    }

    private Merge merge(Partition.Union union, Observation evidence) {
        return new Merge(
                ids.next(),
                union.survivor().customer(),
                union.absorbed().customer(),
                union.moved(),
                evidence,
                now,
                Merge.SHARED_IDENTIFIER);
    }
}
