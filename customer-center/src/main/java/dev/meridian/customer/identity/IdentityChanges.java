package dev.meridian.customer.identity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a batch of evidence changes.
 *
 * @param created customers that come into being and are still there at the end of the batch
 * @param identifiers identifiers seen for the first time
 * @param sightings which brand saw which identifier; each pair once
 * @param links pairs that were seen together and belong together; each pair, brand and source once
 * @param holds pairs that were seen together and kept apart; each pair, brand and reason once
 * @param merges in the order they were decided; a later one may absorb the survivor of an earlier one
 */
record IdentityChanges(
        List<CustomerId> created,
        List<NewIdentifier> identifiers,
        List<SeenIdentifier> sightings,
        List<Link> links,
        List<Hold> holds,
        List<Merge> merges) {

    /** An identifier to be stored, with the customer it ends up with. */
    record NewIdentifier(IdentifierId id, IdentifierKey key, String value, CustomerId customer) {}

    /** A brand has itself seen an identifier. */
    record SeenIdentifier(IdentifierId id, Observation observation, boolean verified) {}

    /** Two identifiers were seen together; low is the smaller id. */
    record Link(IdentifierId low, IdentifierId high, Observation observation) {}

    /** A link that a limit stood against. */
    record Hold(IdentifierId low, IdentifierId high, Resolved.Reason reason, Observation observation) {}

    /** Collects changes in the order they happen. */
    static final class Builder {

        private final List<CustomerId> created = new ArrayList<>();
        private final Map<IdentifierId, Evidence.Part> identifiers = new LinkedHashMap<>();
        private final Map<Object, SeenIdentifier> sightings = new LinkedHashMap<>();
        private final Map<Object, Link> links = new LinkedHashMap<>();
        private final Map<Object, Hold> holds = new LinkedHashMap<>();
        private final List<Merge> merges = new ArrayList<>();

        void created(CustomerId customer) {
            created.add(customer);
        }

        void identified(IdentifierId id, Evidence.Part part) {
            identifiers.put(id, part);
        }

        void sighted(IdentifierId id, Evidence.Part part, Observation observation) {
            SeenIdentifier seen =
                    new SeenIdentifier(id, observation, part.sighting().verified());
            sightings.merge(
                    List.of(id, observation.brand()),
                    seen,
                    (before, now) -> before.verified() || !now.verified() ? before : now);
        }

        void linked(IdentifierId one, IdentifierId two, Observation observation) {
            Link link = new Link(lower(one, two), higher(one, two), observation);
            links.putIfAbsent(List.of(link.low(), link.high(), observation.brand(), observation.source()), link);
        }

        void held(IdentifierId one, IdentifierId two, Resolved.Reason reason, Observation observation) {
            Hold hold = new Hold(lower(one, two), higher(one, two), reason, observation);
            holds.putIfAbsent(List.of(hold.low(), hold.high(), observation.brand(), reason), hold);
        }

        void merged(Merge merge) {
            merges.add(merge);
        }

        IdentityChanges build(Function<IdentifierKey, CustomerId> customerOf, Predicate<CustomerId> isThere) {
            List<NewIdentifier> placed = new ArrayList<>();
            identifiers.forEach((id, part) -> placed.add(new NewIdentifier(
                    id, part.key(), part.sighting().identifier().value(), customerOf.apply(part.key()))));
            return new IdentityChanges(
                    created.stream().filter(isThere).toList(),
                    placed,
                    List.copyOf(sightings.values()),
                    List.copyOf(links.values()),
                    List.copyOf(holds.values()),
                    List.copyOf(merges));
        }

        private static IdentifierId lower(IdentifierId one, IdentifierId two) {
            return one.compareTo(two) < 0 ? one : two;
        }

        private static IdentifierId higher(IdentifierId one, IdentifierId two) {
            return one.compareTo(two) < 0 ? two : one;
        }
    }
}
