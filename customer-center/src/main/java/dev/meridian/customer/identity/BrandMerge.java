package dev.meridian.customer.identity;

import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A brand's own evidence made one customer of two that the brand knew apart. What the group takes them for is another
 * matter.
 *
 * @param mergeId identifies the merge
 * @param survivor whom the brand knows from now on
 * @param absorbed the id that is an alias for the brand from now on
 * @param moved identifiers that changed hands in the brand's eyes
 * @param mergedAt when it was decided
 */
public record BrandMerge(
        UUID mergeId,
        Brand brand,
        CustomerId survivor,
        CustomerId absorbed,
        List<IdentifierId> moved,
        Instant mergedAt) {

    public BrandMerge {
        moved = List.copyOf(moved);
    }
}
