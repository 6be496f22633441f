package dev.meridian.tag.segments;

import dev.meridian.tag.rules.Rule;
import java.time.Instant;
import java.util.Map;

/** A version that was put in force, with its rule as it was then. */
public record SegmentVersion(int version, Rule rule, Instant publishedAt) {

    /** A version on the wire. */
    record Response(int version, Map<String, Object> rule, Instant publishedAt) {

        static Response from(SegmentVersion version) {
            return new Response(version.version(), version.rule().json(), version.publishedAt());
        }
    }
}
