package dev.meridian.customer.identity;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** A node of the identity graph: one identifier. */
public record IdentifierId(UUID value) implements TypedId, Comparable<IdentifierId> {

    // Both ids are of version 7, where the sign bits of the two halves are equal and signed order is time order.
    @Override
    public int compareTo(IdentifierId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
