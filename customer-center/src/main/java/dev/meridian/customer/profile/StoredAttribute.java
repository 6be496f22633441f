package dev.meridian.customer.profile;

import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attribute as one source profile has it.
 *
 * @param value readable, in its normal form; null where the brand has removed it, or its key was destroyed
 */
record StoredAttribute(
        SourceProfileId sourceProfile,
        Brand brand,
        String name,
        @Nullable String value,
        Instant observedAt) {

    // The value may be personal and must not reach a log.
    @Override
    public String toString() {
        return "StoredAttribute[" + sourceProfile + ", " + name + "]";
    }
}
