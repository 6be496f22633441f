package dev.meridian.tag.segments;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.rules.Rule;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A version of a segment that is in force.
 *
 * @param events the types of activity its rule reads
 * @param attributes the attributes its rule reads
 */
public record LiveSegment(
        SegmentId id,
        SegmentKey key,
        BrandScope scope,
        int version,
        Rule rule,
        Set<String> events,
        Set<String> attributes) {

    public LiveSegment(SegmentId id, SegmentKey key, BrandScope scope, int version, Rule rule) {
        this(id, key, scope, version, rule, rule.events(), rule.attributes());
    }

    /** By id and version alone: within a version nothing changes, and comparing rules would read them to the leaves. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LiveSegment that && id.equals(that.id) && version == that.version;
    }

    @Override
    public int hashCode() {
        return id.hashCode() * 31 + version;
    }
}
