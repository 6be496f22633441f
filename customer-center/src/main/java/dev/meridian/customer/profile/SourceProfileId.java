package dev.meridian.customer.profile;

import dev.meridian.platform.kernel.TypedId;
import java.util.UUID;

/** What one brand knows of a person through one identifier. Stays the same when customers are merged. */
public record SourceProfileId(UUID value) implements TypedId {

    @Override
    public String toString() {
        return value.toString();
    }
}
