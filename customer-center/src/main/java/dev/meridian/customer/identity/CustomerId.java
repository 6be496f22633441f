package dev.meridian.customer.identity;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** A customer of the group (OneID). The smaller of two ids is the older customer. */
public record CustomerId(UUID value) implements TypedId, Comparable<CustomerId> {

    // Both ids are of version 7, where the sign bits of the two halves are equal and signed order is time order.
    @Override
    public int compareTo(CustomerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
