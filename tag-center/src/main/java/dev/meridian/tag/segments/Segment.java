package dev.meridian.tag.segments;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.rules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * A segment as it is defined now.
 *
 * @param version the newest version; a draft where it is not the one in force
 * @param rule of the newest version
 * @param live what is in force; null before the first publication
 * @param memberCount members that the reader may see
 * @param progress of the latest publication
 */
public record Segment(
        SegmentId id,
        SegmentKey key,
        BrandScope scope,
        String name,
        int version,
        Rule rule,
        @Nullable LiveSegment live,
        long memberCount,
        Progress progress) {

    /**
     * How far a publication has come.
     *
     * @param evaluated customers evaluated
     * @param total customers to evaluate
     */
    public record Progress(long evaluated, long total, boolean finished) {

        static final Progress NONE = new Progress(0, 0, false);
    }

    /** The states of the newest version. */
    public enum Status {
        DRAFT,
        PUBLISHING,
        PUBLISHED
    }

    /** The state of the newest version. */
    public Status status() {
        if (live == null || live.version() != version) {
            return Status.DRAFT;
        }
        return progress.finished() ? Status.PUBLISHED : Status.PUBLISHING;
    }

    /** The rule customers are judged by: the one in force, or the draft where none is. */
    public Rule judgingRule() {
        return live == null ? rule : live.rule();
    }
}
