package dev.meridian.tag.members;

import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.facts.FactsChange;
import dev.meridian.tag.facts.FactsListener;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.LiveSegments;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Membership that follows events: each change is judged by the segments that look at what changed, and by no others, in
 * the transaction that stored it.
 */
@Component
class LiveMembership implements FactsListener {

    private final LiveSegments segments;
    private final Judge judge;
    private final MembershipWriter writer;
    private final Clock clock;

    LiveMembership(LiveSegments segments, Judge judge, MembershipWriter writer, Clock clock) {
        this.segments = segments;
        this.judge = judge;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public void changed(List<FactsChange> changes) {
        List<LiveSegment> live = segments.current();
        if (live.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Map<CustomerId, Map<LiveSegment, Cause>> affected = new LinkedHashMap<>();
        List<Transition> closed = new ArrayList<>();
        Set<CustomerId> absorbed = new HashSet<>();
        for (FactsChange change : changes) {
            Predicate<LiveSegment> looksAtIt = switch (change) {
                case FactsChange.Known known -> segment -> segment.scope().equals(known.scope());
                case FactsChange.Acted acted ->
                    segment -> segment.sees(acted.brand()) && segment.events().contains(acted.event());
                case FactsChange.Described described ->
                    segment -> segment.sees(described.brand())
                            && !Collections.disjoint(segment.attributes(), described.attributes());
                case FactsChange.Merged merged -> {
                    closed.addAll(writer.close(merged.absorbed(), live, now, merged.cause()));
                    yield segment -> segment.scope().databaseValue().equals("*")
                            || merged.brands().stream().anyMatch(segment::sees);
                }
            };
            for (LiveSegment segment : live) {
                if (looksAtIt.test(segment)) {
                    affected.computeIfAbsent(change.customer(), _ -> new LinkedHashMap<>())
                            .put(segment, change.cause());
                }
            }
        }
        // Merges of one batch can form a chain: who took over first may be gone by the second.
        absorbed.forEach(affected::remove);
        List<Judge.Case> cases = new ArrayList<>();
        affected.forEach((customer, causes) ->
                causes.forEach((segment, cause) -> cases.add(new Judge.Case(segment, customer, now, cause))));
        if (!cases.isEmpty() || !closed.isEmpty()) {
            writer.apply(judge.judge(cases), closed, now);
        }
    }
}
