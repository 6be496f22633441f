package dev.meridian.customer.identity;

import dev.meridian.customer.identity.KnownGraph.Held;
import dev.meridian.customer.identity.KnownGraph.Pair;
import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What a batch of evidence changes.
 *
 * @param created customers that come into being and are still there at the end of the batch
 * @param identifiers identifiers seen for the first time
 * @param sightings which brand saw which identifier for the first time, or verified it only now; each pair once
 * @param links pairs that were seen together and belong together; each pair, brand and source once
 * @param holds pairs that were seen together and kept apart; each pair and brand once
 * @param merges in the order they were decided; a later one may absorb the survivor of an earlier one
 * @param brandMerges customers that one brand knew as two
 */
record IdentityChanges(
        List<CustomerId> created,
        List<NewIdentifier> identifiers,
        List<SeenIdentifier> sightings,
        List<Link> links,
        List<Hold> holds,
        List<Merge> merges,
        List<BrandMerge> brandMerges) {

    /** An identifier to be stored, with the customer it ends up with. */
    record NewIdentifier(IdentifierId id, IdentifierKey key, String value, CustomerId customer) {}

    /**
     * A brand has itself seen an identifier.
     *
     * @param customer the customer it belongs to in the brand's eyes
     * @param seenBefore whether only the verification is new
     */
    record SeenIdentifier(IdentifierId id, Brand brand, CustomerId customer, boolean verified, boolean seenBefore) {}

    /** Two identifiers were seen together. */
    record Link(Pair pair, Observation observation) {}

    /** A link that a limit stood against. */
    record Hold(Pair pair, Held held, Observation observation) {}

    /** A customer as a brand knows it. */
    record OfBrand(Brand brand, CustomerId customer) {}

    /** The customers of brands that are not as they were. */
    Set<OfBrand> touched() {
        Set<OfBrand> touched = new LinkedHashSet<>();
        sightings.forEach(seen -> touched.add(new OfBrand(seen.brand(), seen.customer())));
        brandMerges.forEach(merge -> touched.add(new OfBrand(merge.brand(), merge.survivor())));
        return touched;
    }

    /** Collects changes in the order they happen. */
    static final class Builder {

        private record Seen(Partition.Node node, Brand brand, boolean verified, boolean seenBefore) {}

        private record United(UUID mergeId, Brand brand, Partition.Union union, Instant mergedAt) {}

        private final Map<IdentifierId, Evidence.Part> identifiers = new LinkedHashMap<>();
        private final Map<Object, Seen> sightings = new LinkedHashMap<>();
        private final Map<Object, Link> links = new LinkedHashMap<>();
        private final Map<Pair, Hold> holds = new LinkedHashMap<>();
        private final List<Merge> merges = new ArrayList<>();
        private final List<United> brandMerges = new ArrayList<>();

        void identified(IdentifierId id, Evidence.Part part) {
            identifiers.put(id, part);
        }

        void sighted(Partition.Node node, Evidence.Part part, Observation observation, boolean seenBefore) {
            Seen seen = new Seen(node, observation.brand(), part.sighting().verified(), seenBefore);
            sightings.merge(
                    List.of(node.id(), observation.brand()),
                    seen,
                    (before, now) -> before.verified() || !now.verified() ? before : now);
        }

        void linked(Pair pair, Observation observation) {
            links.putIfAbsent(List.of(pair, observation.source()), new Link(pair, observation));
        }

        void held(Pair pair, Held held, Observation observation) {
            holds.putIfAbsent(pair, new Hold(pair, held, observation));
        }

        void merged(Merge merge) {
            merges.add(merge);
        }

        void mergedInBrand(UUID mergeId, Brand brand, Partition.Union union, Instant mergedAt) {
            brandMerges.add(new United(mergeId, brand, union, mergedAt));
        }

        IdentityChanges build(List<CustomerId> created, Function<IdentifierKey, CustomerId> customerOf) {
            List<NewIdentifier> placed = new ArrayList<>();
            identifiers.forEach((id, part) -> placed.add(new NewIdentifier(
                    id, part.key(), part.sighting().identifier().value(), customerOf.apply(part.key()))));
            List<SeenIdentifier> seen = sightings.values().stream()
                    .map(one -> new SeenIdentifier(
                            one.node().id(),
                            one.brand(),
                            one.node().component().customer(),
                            one.verified(),
                            one.seenBefore()))
                    .toList();
            return new IdentityChanges(
                    created,
                    placed,
                    seen,
                    List.copyOf(links.values()),
                    List.copyOf(holds.values()),
                    List.copyOf(merges),
                    brandMerges.stream().map(Builder::brandMerge).toList());
        }

        private static BrandMerge brandMerge(United united) {
            CustomerId survivor = united.union().finalSurvivor().customer();
            return new BrandMerge(
                    united.mergeId(),
                    united.brand(),
                    survivor,
                    united.union().absorbed().customer(),
                    united.union().moved(),
                    united.mergedAt());
        }
    }
}
