package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import java.util.UUID;

/** The id of a customer or of a source profile, as one scope groups them. */
record ScopedId(BrandScope scope, UUID id) {

    ScopedCustomer customer() {
        return ScopedCustomer.of(scope, id);
    }

    /** The scope as the database writes it. */
    String brand() {
        return scope.databaseValue();
    }
}
