package dev.meridian.customer.identity;

import java.util.List;

/**
 * What a batch of observations comes to.
 *
 * @param resolved one per observation, in their order
 * @param created customers that come into being
 * @param merges in the order they were decided
 * @param brandMerges what brands know as one from now on, in the order it was decided
 */
public record Resolution(
        List<Resolved> resolved, List<CustomerId> created, List<Merge> merges, List<BrandMerge> brandMerges) {

    public Resolution {
        resolved = List.copyOf(resolved);
        created = List.copyOf(created);
        merges = List.copyOf(merges);
        brandMerges = List.copyOf(brandMerges);
    }
}
