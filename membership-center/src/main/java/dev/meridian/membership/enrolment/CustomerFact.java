package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What customer-center tells of a customer, as far as it matters here. */
public sealed interface CustomerFact {

    /** The customer exists and, where a brand is named, that brand knows them so. */
    record Known(CustomerId customer, @Nullable BrandCustomer inBrand) implements CustomerFact {}

    /** The customer ordered something from a brand, which therefore knows them. */
    record Ordered(CustomerId customer, BrandCustomer inBrand, Instant at) implements CustomerFact {}

    /** Two customers are one person: the absorbed id means the survivor from now on, also where it came before. */
    record Merge(UUID mergeId, CustomerId survivor, CustomerId absorbed, Instant mergedAt) implements CustomerFact {}

    /** For one brand, two of its customers are one person; what they are for the group is told by itself. */
    record BrandMerge(UUID mergeId, Brand brand, CustomerId survivor, CustomerId absorbed, Instant mergedAt)
            implements CustomerFact {}
}
