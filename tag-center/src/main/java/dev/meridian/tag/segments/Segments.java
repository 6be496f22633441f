package dev.meridian.tag.segments;

import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.web.requests.Cursor;
import dev.meridian.platform.web.requests.PageRequest;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Defining segments. */
@Component
public class Segments {

    private static final int LONGEST_NAME = 200;

    private final JdbcSegments segments;
    private final Audit audit;
    private final TimeOrderedIds ids;
    private final Clock clock;

    Segments(JdbcSegments segments, Audit audit, TimeOrderedIds ids, Clock clock) {
        this.segments = segments;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** The segment a caller of the scope means by the key: its own, or else the group's. */
    @Transactional(readOnly = true)
    public Optional<Segment> find(BrandScope scope, SegmentKey key) {
        return segments.find(scope, key);
    }

    /** The scope's segments and the group's, in the order of their keys. */
    @Transactional(readOnly = true)
    public Page<Segment> list(BrandScope scope, PageRequest page) {
        String afterKey = null;
        String afterBrand = null;
        if (page.cursor() != null) {
            List<String> parts = Cursor.decode(page.cursor(), 2);
            afterKey = Cursor.part(parts.get(0), Texts::requirePlain);
            afterBrand = Cursor.part(parts.get(1), Texts::requirePlain);
        }
        List<Segment> rows = segments.list(scope, afterKey, afterBrand, page.limit() + 1);
        return Page.of(
                rows,
                page.limit(),
                last -> Cursor.encode(last.key().value(), last.scope().databaseValue()));
    }

    /** The versions that were ever in force, newest first; empty where the scope has no such segment. */
    @Transactional(readOnly = true)
    public Optional<Page<SegmentVersion>> versions(BrandScope scope, SegmentKey key, PageRequest page) {
        int before = page.cursor() == null
                ? Integer.MAX_VALUE
                : Cursor.part(Cursor.decode(page.cursor(), 1).getFirst(), Integer::valueOf);
        return segments.find(scope, key)
                .map(segment -> Page.of(
                        segments.versions(segment.id(), before, page.limit() + 1),
                        page.limit(),
                        last -> Cursor.encode(Integer.toString(last.version()))));
    }

    /**
     * Stores a segment as a draft; what is in force stays so.
     *
     * @param name what marketers call it
     * @param rule the rule as plain JSON
     * @param by who does, for the audit record
     */
    @Transactional
    public PutSegmentOutcome put(
            BrandScope scope, SegmentKey key, @Nullable String name, @Nullable Object rule, Actor by) {
        if (name == null || name.isBlank()) {
            return bad(new FieldError("/name", "required"));
        }
        if (name.length() > LONGEST_NAME) {
            return bad(new FieldError("/name", "too_long", Integer.toString(LONGEST_NAME)));
        }
        if (!Texts.isPlain(name)) {
            return bad(new FieldError("/name", "control_character"));
        }
        return switch (RuleParser.parse(rule, "/rule")) {
            case RuleReading.Refused refused -> new PutSegmentOutcome.BadRule(refused);
            case RuleReading.Accepted accepted -> put(scope, key, name, accepted.rule(), by);
        };
    }

    private static PutSegmentOutcome bad(FieldError error) {
        return new PutSegmentOutcome.BadRequest(List.of(error));
    }

    private PutSegmentOutcome put(BrandScope scope, SegmentKey key, String name, Rule rule, Actor by) {
        if (segments.insert(ids.next(), scope, key, name, rule, clock.instant())) {
            Segment created = segments.lock(scope, key).orElseThrow();
            audit.record(created.act("segment.created", null, by));
            return new PutSegmentOutcome.Created(created);
        }
        Segment before = segments.lock(scope, key).orElseThrow();
        if (before.state() == Segment.State.ARCHIVED) {
            return new PutSegmentOutcome.Archived();
        }
        boolean sameRule = before.rule().equals(rule);
        if (before.name().equals(name) && sameRule) {
            return new PutSegmentOutcome.Stored(before);
        }
        boolean newVersion = !before.isDraft() && !sameRule;
        segments.update(before.id(), name, newVersion ? before.version() + 1 : before.version(), rule, clock.instant());
        Segment after = segments.lock(scope, key).orElseThrow();
        audit.record(after.act("segment.changed", before, by));
        return new PutSegmentOutcome.Stored(after);
    }
}
