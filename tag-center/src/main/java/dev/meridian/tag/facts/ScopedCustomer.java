package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import java.util.UUID;

/**
 * A customer in the eyes of one scope: the group's customers are what everybody's evidence makes, a brand's are what its
 * own makes. The same person may be one customer to the group and two to a brand.
 */
public record ScopedCustomer(BrandScope scope, CustomerId id) {

    public static ScopedCustomer of(BrandScope scope, UUID id) {
        return new ScopedCustomer(scope, new CustomerId(id));
    }

    /** The scope as the database writes it. */
    public String brand() {
        return scope.databaseValue();
    }
}
