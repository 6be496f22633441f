package dev.meridian.customer.identity;

import java.util.List;

/**
 * What a batch of observations comes to.
 *
 * @param resolved one per observation, in their order
 * @param created customers that come into being
 * @param merges in the order they were decided
 */
public record Resolution(List<Resolved> resolved, List<CustomerId> created, List<Merge> merges) {

    public Resolution {
        resolved = List.copyOf(resolved);
        created = List.copyOf(created);
        merges = List.copyOf(merges);
    }
}
