package dev.meridian.tag.segments;

import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.audit.Audit;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.tag.facts.Customers;
import dev.meridian.tag.facts.FactsGate;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts segments in force, lets them rest, and takes them out of use; what changes is recorded. */
@Component
public class SegmentLifecycle {

    private final JdbcSegments segments;
    private final Customers customers;
    private final FactsGate gate;
    private final Audit audit;
    private final Clock clock;

    SegmentLifecycle(JdbcSegments segments, Customers customers, FactsGate gate, Audit audit, Clock clock) {
        this.segments = segments;
        this.customers = customers;
        this.gate = gate;
        this.audit = audit;
        this.clock = clock;
    }

    /** Puts the newest version in force, and has everyone evaluated by it. */
    @Transactional
    public SegmentChange publish(BrandScope scope, SegmentKey key, Actor by) {
        return change(scope, key, "segment.published", by, segment -> switch (segment.state()) {
            case ARCHIVED -> new SegmentChange.Refused(SegmentProblem.SEGMENT_ARCHIVED);
            case PAUSED -> new SegmentChange.Refused(SegmentProblem.SEGMENT_PAUSED);
            case ACTIVE -> {
                if (segment.isDraft()) {
                    segments.putInForce(segment, clock.instant());
                    segments.evaluateEveryone(segment, segment.version(), customers.countKnown(scope), clock.instant());
                }
                yield done(scope, key);
            }
        });
    }

    /** Leaves the members as they are, whatever happens, until it is resumed. */
    @Transactional
    public SegmentChange pause(BrandScope scope, SegmentKey key, Actor by) {
        return change(scope, key, "segment.paused", by, segment -> switch (segment.state()) {
            case ARCHIVED -> new SegmentChange.Refused(SegmentProblem.SEGMENT_ARCHIVED);
            case PAUSED -> done(scope, key);
            case ACTIVE -> {
                if (segment.live() == null) {
                    yield new SegmentChange.Refused(SegmentProblem.SEGMENT_NOT_PUBLISHED);
                }
                segments.setState(segment, Segment.State.PAUSED, clock.instant());
                yield done(scope, key);
            }
        });
    }

    /** Goes on after a pause: everyone is evaluated again by the version in force. */
    @Transactional
    public SegmentChange resume(BrandScope scope, SegmentKey key, Actor by) {
        return change(scope, key, "segment.resumed", by, segment -> switch (segment.state()) {
            case ARCHIVED -> new SegmentChange.Refused(SegmentProblem.SEGMENT_ARCHIVED);
            case ACTIVE -> done(scope, key);
            case PAUSED -> {
                segments.setState(segment, Segment.State.ACTIVE, clock.instant());
                int version = segment.live() == null
                        ? segment.version()
                        : segment.live().version();
                segments.evaluateEveryone(segment, version, customers.countKnown(scope), clock.instant());
                yield done(scope, key);
            }
        });
    }

    /** Takes it out of use for good; its members leave. */
    @Transactional
    public SegmentChange archive(BrandScope scope, SegmentKey key, Actor by) {
        return change(scope, key, "segment.archived", by, segment -> {
            if (segment.state() != Segment.State.ARCHIVED) {
                segments.setState(segment, Segment.State.ARCHIVED, clock.instant());
                if (segment.live() != null) {
                    segments.empty(segment, clock.instant());
                }
            }
            return done(scope, key);
        });
    }

    /** The gate first, before any other lock: whoever stores facts sees the change, or is seen by the back-fill. */
    private SegmentChange change(
            BrandScope scope, SegmentKey key, String action, Actor by, Function<Segment, SegmentChange> change) {
        if (segments.find(scope, key).isEmpty()) {
            // Nobody waits at the gate for a segment there is none of.
            return new SegmentChange.Unknown();
        }
        gate.close();
        Optional<Segment> before = segments.lock(scope, key);
        SegmentChange outcome = before.map(change).orElseGet(SegmentChange.Unknown::new);
        if (outcome instanceof SegmentChange.Done(Segment after)
                && !after.described().equals(before.orElseThrow().described())) {
            audit.record(after.act(action, before.get(), by));
        }
        return outcome;
    }

    private SegmentChange done(BrandScope scope, SegmentKey key) {
        return new SegmentChange.Done(segments.find(scope, key).orElseThrow());
    }
}
