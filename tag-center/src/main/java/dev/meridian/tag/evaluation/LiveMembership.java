package dev.meridian.tag.evaluation;

import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.FactsChange;
import dev.meridian.tag.facts.FactsListener;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.LiveSegments;
import dev.meridian.tag.segments.SegmentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Membership that follows events: each change is evaluated by the segments that look at what changed, and by no others,
 * in the transaction that stored it. Every change counts by itself: who enters by the third of five orders enters by the
 * third.
 */
@Component
class LiveMembership implements FactsListener {

    private final LiveSegments segments;
    private final DueAnswers due;
    private final JdbcMembers members;
    private final Evaluator evaluator;
    private final MembershipWriter writer;

    LiveMembership(
            LiveSegments segments, DueAnswers due, JdbcMembers members, Evaluator evaluator, MembershipWriter writer) {
        this.segments = segments;
        this.due = due;
        this.members = members;
        this.evaluator = evaluator;
        this.writer = writer;
    }

    /**
     * Whoever was to leave or enter by time did so at that time, and whoever a publication has yet to come to is where it
     * puts them: neither is the doing of what happens next.
     */
    @Override
    public void beforeChange(Collection<ScopedCustomer> customers, Instant now) {
        due.settle(customers, now);
        List<JdbcMembers.Pair> unreached = members.unreached(customers);
        if (unreached.isEmpty()) {
            return;
        }
        Map<SegmentId, LiveSegment> live =
                segments.current().stream().collect(Collectors.toMap(LiveSegment::id, Function.identity()));
        List<Occasion> occasions = unreached.stream()
                .filter(pair -> live.containsKey(pair.segment()))
                .map(pair -> new Occasion(
                        Objects.requireNonNull(live.get(pair.segment())), pair.customer(), now, Cause.publication()))
                .toList();
        writer.apply(evaluator.evaluate(occasions), now);
    }

    private record Question(LiveSegment segment, Instant at) {}

    @Override
    public void changed(List<FactsChange> changes) {
        List<LiveSegment> live = segments.current();
        Map<ScopedCustomer, Map<Question, Cause>> asked = new LinkedHashMap<>();
        Map<ScopedCustomer, NavigableMap<Instant, Set<UUID>>> becameKnown = new HashMap<>();
        List<Transition> closed = new ArrayList<>();
        for (FactsChange change : changes) {
            if (change instanceof FactsChange.Merged merged) {
                closed.addAll(writer.close(merged.absorbed(), merged.at(), merged.cause()));
            } else if (change instanceof FactsChange.Acted acted) {
                becameKnown
                        .computeIfAbsent(acted.customer(), _ -> new TreeMap<>())
                        .computeIfAbsent(acted.at(), _ -> new HashSet<>())
                        .add(acted.interaction());
            }
            for (LiveSegment segment : live) {
                if (segment.scope().equals(change.customer().scope()) && looksAt(change, segment)) {
                    // What becomes known in one instant is one occasion, and the last of it is the cause.
                    asked.computeIfAbsent(change.customer(), _ -> new LinkedHashMap<>())
                            .put(new Question(segment, change.at()), change.cause());
                }
            }
        }
        List<Occasion> occasions = new ArrayList<>();
        asked.forEach((customer, questions) -> questions.forEach((question, cause) ->
                occasions.add(new Occasion(question.segment(), customer.id(), question.at(), cause))));
        if (!occasions.isEmpty() || !closed.isEmpty()) {
            writer.apply(
                    evaluator.evaluate(occasions, becameKnown),
                    closed,
                    changes.getFirst().at());
        }
    }

    private static boolean looksAt(FactsChange change, LiveSegment segment) {
        return switch (change) {
            case FactsChange.Acted acted -> segment.events().contains(acted.event());
            case FactsChange.Described described -> !Collections.disjoint(segment.attributes(), described.attributes());
            case FactsChange.Known _, FactsChange.Merged _, FactsChange.Regrouped _ -> true;
        };
    }
}
