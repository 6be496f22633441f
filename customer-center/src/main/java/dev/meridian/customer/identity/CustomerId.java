package dev.meridian.customer.identity;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** A customer of the group (OneID). The id is random: it says neither when nor by whom the customer was met. */
public record CustomerId(UUID value) implements TypedId, Comparable<CustomerId> {

    // Any order will do, as long as it is the same for everybody who locks several customers.
    @Override
    public int compareTo(CustomerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
