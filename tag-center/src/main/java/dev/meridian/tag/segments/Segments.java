package dev.meridian.tag.segments;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.FieldError;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.web.Cursor;
import dev.meridian.platform.web.PageRequest;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsGate;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Defining segments and putting them in force. */
@Component
public class Segments {

    private static final int LONGEST_NAME = 200;

    private final JdbcSegments segments;
    private final Customers customers;
    private final FactsGate gate;
    private final TimeOrderedIds ids;
    private final Clock clock;

    Segments(JdbcSegments segments, Customers customers, FactsGate gate, TimeOrderedIds ids, Clock clock) {
        this.segments = segments;
        this.customers = customers;
        this.gate = gate;
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
            afterKey = parts.get(0);
            afterBrand = parts.get(1);
        }
        List<Segment> rows = segments.list(scope, afterKey, afterBrand, page.limit() + 1);
        return Page.of(
                rows,
                page.limit(),
                last -> Cursor.encode(last.key().value(), last.scope().databaseValue()));
    }

    /**
     * Stores a segment as a draft; what is in force stays so.
     *
     * @param name what marketers call it
     * @param rule the rule as plain JSON
     */
    @Transactional
    public PutSegmentOutcome put(BrandScope scope, SegmentKey key, @Nullable String name, @Nullable Object rule) {
        if (name == null || name.isBlank()) {
            return new PutSegmentOutcome.BadRequest(List.of(new FieldError("/name", "required")));
        }
        if (name.length() > LONGEST_NAME) {
            return new PutSegmentOutcome.BadRequest(
                    List.of(new FieldError("/name", "too_long", Integer.toString(LONGEST_NAME))));
        }
        return switch (RuleParser.parse(rule, "/rule")) {
            case RuleReading.Refused refused -> new PutSegmentOutcome.BadRule(refused);
            case RuleReading.Accepted accepted -> put(scope, key, name, accepted.rule());
        };
    }

    private PutSegmentOutcome put(BrandScope scope, SegmentKey key, String name, Rule rule) {
        if (segments.insert(ids.next(), scope, key, name, rule, clock.instant())) {
            return new PutSegmentOutcome.Created(segments.lock(scope, key).orElseThrow());
        }
        Segment before = segments.lock(scope, key).orElseThrow();
        if (!before.name().equals(name) || !before.rule().equals(rule)) {
            boolean newVersion =
                    before.status() != Segment.Status.DRAFT && !before.rule().equals(rule);
            segments.update(
                    before.id(), name, newVersion ? before.version() + 1 : before.version(), rule, clock.instant());
        }
        return new PutSegmentOutcome.Stored(segments.lock(scope, key).orElseThrow());
    }

    /** Puts the newest version in force; empty where the scope has no such segment of its own. */
    @Transactional
    public Optional<Segment> publish(BrandScope scope, SegmentKey key) {
        gate.close();
        return segments.lock(scope, key).flatMap(segment -> {
            if (segment.status() == Segment.Status.DRAFT) {
                segments.publish(segment, customers.countKnown(scope), clock.instant());
            }
            return segments.find(scope, key);
        });
    }
}
