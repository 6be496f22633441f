package dev.meridian.tag.evaluation;

import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.LiveSegments;
import dev.meridian.tag.segments.SegmentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Answers that change by time alone, once their time has come. */
@Component
class DueAnswers {

    private final JdbcMembers members;
    private final LiveSegments segments;
    private final Evaluator evaluator;
    private final MembershipWriter writer;

    DueAnswers(JdbcMembers members, LiveSegments segments, Evaluator evaluator, MembershipWriter writer) {
        this.members = members;
        this.segments = segments;
        this.evaluator = evaluator;
        this.writer = writer;
    }

    /**
     * Writes what time has changed for these customers, each change with its own instant.
     *
     * @param customers all of them locked
     */
    void settle(Collection<ScopedCustomer> customers, Instant now) {
        List<JdbcMembers.Due> due = members.dueAt(now, customers);
        if (due.isEmpty()) {
            return;
        }
        Map<SegmentId, LiveSegment> live =
                segments.current().stream().collect(Collectors.toMap(LiveSegment::id, Function.identity()));
        List<Occasion> occasions = new ArrayList<>();
        for (JdbcMembers.Due one : due) {
            LiveSegment segment = live.get(one.pair().segment());
            // What an earlier version left is the back-fill's, which has yet to come to this customer.
            if (segment != null && segment.version() == one.version()) {
                occasions.add(new Occasion(segment, one.pair().customer(), one.at(), Cause.time()));
            }
        }
        writer.apply(evaluator.evaluate(occasions), now);
    }
}
