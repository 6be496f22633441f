package dev.meridian.tag.segments;

import dev.meridian.platform.audit.Act;
import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.rules.Rule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A segment as it is defined now.
 *
 * @param version the newest version; a draft where it is not the one in force
 * @param rule of the newest version
 * @param live what is in force; null before the first publication
 * @param memberCount its members; null where a brand reads a segment of the group, whose size is not the brand's to know
 * @param progress of the latest publication; null in the same case
 */
public record Segment(
        SegmentId id,
        SegmentKey key,
        BrandScope scope,
        String name,
        int version,
        Rule rule,
        @Nullable LiveSegment live,
        State state,
        @Nullable Long memberCount,
        @Nullable Progress progress) {

    /** Whether it is evaluated at all. */
    public enum State {
        ACTIVE,
        PAUSED,
        ARCHIVED
    }

    /**
     * How far a publication has come.
     *
     * @param evaluated customers evaluated
     * @param total customers to evaluate
     */
    public record Progress(long evaluated, long total, boolean finished) {

        static final Progress NONE = new Progress(0, 0, false);
    }

    /** What is said of the newest version. */
    public enum Status {
        DRAFT,
        PUBLISHING,
        PUBLISHED,
        PAUSED,
        ARCHIVED
    }

    /** Of the newest version; what is not active says so first. */
    public Status status() {
        return switch (state) {
            case PAUSED -> Status.PAUSED;
            case ARCHIVED -> Status.ARCHIVED;
            case ACTIVE -> {
                if (isDraft()) {
                    yield Status.DRAFT;
                }
                yield progress == null || progress.finished() ? Status.PUBLISHED : Status.PUBLISHING;
            }
        };
    }

    /** Whether the newest version is not in force. */
    boolean isDraft() {
        return live == null || live.version() != version;
    }

    /** The rule customers are evaluated by: the one in force, or the draft where none is. */
    public Rule effectiveRule() {
        return live == null ? rule : live.rule();
    }

    /**
     * What somebody did to it, for the audit record.
     *
     * @param before as it was; null where it is new
     */
    Act act(String action, @Nullable Segment before, Actor by) {
        return new Act(
                scope, by, action, "segment", key.value(), before == null ? null : before.described(), described());
    }

    /** What an audit record says of it; its members and their number follow from facts, not from acts. */
    Map<String, ?> described() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", name);
        description.put("version", version);
        description.put("rule", rule.json());
        description.put("state", state.name().toLowerCase(Locale.ROOT));
        if (live != null) {
            description.put("publishedVersion", live.version());
        }
        return description;
    }

    /** The same as a reader sees it whose segment it is not. */
    Segment withoutNumbers() {
        return new Segment(id, key, scope, name, version, rule, live, state, null, null);
    }
}
