package dev.meridian.tag.segments;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A segment on the wire. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SegmentResponse(
        String key,
        String name,
        Map<String, Object> rule,
        int version,
        String status,
        @Nullable Integer publishedVersion,
        String scope,
        @Nullable Long memberCount,
        @Nullable Progress progress) {

    record Progress(long evaluated, long total) {

        static @Nullable Progress from(Segment.@Nullable Progress progress) {
            return progress == null ? null : new Progress(progress.evaluated(), progress.total());
        }
    }

    static SegmentResponse from(Segment segment) {
        LiveSegment live = segment.live();
        return new SegmentResponse(
                segment.key().value(),
                segment.name(),
                segment.rule().json(),
                segment.version(),
                segment.status().name().toLowerCase(Locale.ROOT),
                live == null ? null : live.version(),
                segment.scope().databaseValue(),
                segment.memberCount(),
                Progress.from(segment.progress()));
    }
}
