package dev.meridian.tag.members;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.CustomerId;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.SegmentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns verdicts into membership: what is stored, the log of what changed, and the events that tell of it, all in the
 * transaction that holds the locks of the customers concerned.
 */
@Component
class MembershipWriter {

    private final JdbcMembers members;
    private final Outbox outbox;
    private final TimeOrderedIds ids;

    MembershipWriter(JdbcMembers members, Outbox outbox, TimeOrderedIds ids) {
        this.members = members;
        this.outbox = outbox;
        this.ids = ids;
    }

    /** What one transaction changes. */
    private static final class Changes {
        final List<JdbcMembers.Member> saved = new ArrayList<>();
        final List<JdbcMembers.Pair> removed = new ArrayList<>();
        final List<JdbcMembers.Due> due = new ArrayList<>();
        final List<JdbcMembers.Pair> settled = new ArrayList<>();
        final List<Transition> transitions = new ArrayList<>();
    }

    /** Applies verdicts as of now. */
    void apply(Collection<Verdict> verdicts, Instant now) {
        apply(verdicts, List.of(), now);
    }

    /**
     * Applies verdicts as of now.
     *
     * @param closed memberships that end whatever a rule says, because the customer is no more
     */
    void apply(Collection<Verdict> verdicts, List<Transition> closed, Instant now) {
        Changes changes = new Changes();
        for (Transition transition : closed) {
            changes.transitions.add(transition);
            changes.removed.add(new JdbcMembers.Pair(transition.segment().id(), transition.customer()));
        }
        Map<JdbcMembers.Pair, JdbcMembers.Member> current =
                members.find(verdicts.stream().map(MembershipWriter::pair).toList());
        for (Verdict verdict : verdicts) {
            apply(verdict, current.get(pair(verdict)), now, changes);
        }
        write(changes);
    }

    private void apply(Verdict verdict, JdbcMembers.@Nullable Member before, Instant now, Changes changes) {
        boolean in = before != null;
        Instant since = before == null ? now : before.since();
        if (verdict.timeline().at(verdict.from()) != in) {
            in = !in;
            since = verdict.from();
            changes.transitions.add(transition(verdict, in, verdict.from(), verdict.cause()));
        }
        // Judged late, an answer may have flipped more than once: each flip happened, and at its own time.
        for (Instant flip = verdict.timeline().nextFlipAfter(verdict.from());
                flip != null && !flip.isAfter(now);
                flip = verdict.timeline().nextFlipAfter(flip)) {
            in = !in;
            since = flip;
            changes.transitions.add(transition(verdict, in, flip, Cause.time()));
        }
        Instant validUntil = verdict.timeline().nextFlipAfter(now);
        LiveSegment segment = verdict.segment();
        JdbcMembers.Pair pair = pair(verdict);
        String brand = segment.scope().databaseValue();
        if (in) {
            JdbcMembers.Member after = new JdbcMembers.Member(pair, brand, segment.version(), since, validUntil);
            if (!after.equals(before)) {
                changes.saved.add(after);
            }
        } else if (before != null) {
            changes.removed.add(pair);
        }
        if (validUntil != null) {
            changes.due.add(new JdbcMembers.Due(pair, brand, validUntil));
        } else {
            changes.settled.add(pair);
        }
    }

    private Transition transition(Verdict verdict, boolean in, Instant at, Cause cause) {
        return new Transition(
                ids.next(), verdict.segment(), verdict.segment().version(), verdict.customer(), in, at, cause);
    }

    private void write(Changes changes) {
        members.remove(changes.removed);
        members.save(changes.saved);
        members.saveDue(changes.due);
        members.removeDue(changes.settled);
        members.append(changes.transitions);
        List<OutgoingEvent> events =
                changes.transitions.stream().map(Transition::event).toList();
        if (!events.isEmpty()) {
            outbox.appendAll(events);
        }
    }

    /** The endings of all memberships of a customer who was merged away. */
    List<Transition> close(CustomerId absorbed, Collection<LiveSegment> live, Instant now, Cause cause) {
        Map<SegmentId, LiveSegment> byId = live.stream().collect(Collectors.toMap(LiveSegment::id, one -> one));
        List<Transition> endings = new ArrayList<>();
        for (JdbcMembers.Member member : members.ofCustomer(absorbed)) {
            LiveSegment segment = byId.get(member.pair().segment());
            if (segment != null) {
                endings.add(new Transition(ids.next(), segment, member.version(), absorbed, false, now, cause));
            }
        }
        members.removeDueOf(absorbed);
        return endings;
    }

    private static JdbcMembers.Pair pair(Verdict verdict) {
        return new JdbcMembers.Pair(verdict.segment().id(), verdict.customer());
    }
}
