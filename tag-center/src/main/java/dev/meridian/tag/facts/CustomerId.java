package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** A customer, by the id customer-center gave. */
public record CustomerId(UUID value) implements TypedId {

    @Override
    public String toString() {
        return value.toString();
    }
}
