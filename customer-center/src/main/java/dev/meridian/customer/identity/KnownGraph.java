package dev.meridian.customer.identity;

import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.platform.kernel.Brand;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of the part of the graph that a batch touches.
 *
 * @param identifiers the identifiers of the batch, and all others of every customer that the batch may change
 * @param sightings the same, as the brands of the batch know them
 * @param held pairs that were kept apart before, by brand
 */
record KnownGraph(Collection<KnownIdentifier> identifiers, Collection<KnownSighting> sightings, Map<Pair, Held> held) {

    static final KnownGraph NOTHING = new KnownGraph(List.of(), List.of(), Map.of());

    /** Two identifiers that a brand sent together; low is the smaller id. */
    record Pair(Brand brand, IdentifierId low, IdentifierId high) {

        static Pair of(Brand brand, IdentifierId one, IdentifierId two) {
            return one.compareTo(two) < 0 ? new Pair(brand, one, two) : new Pair(brand, two, one);
        }
    }

    /**
     * Why a pair is kept apart.
     *
     * @param reason what stands against it in the group
     * @param brandReason what stands against it in the brand's own evidence; null where the brand knows them as one
     */
    record Held(Reason reason, @Nullable Reason brandReason) {}
}
