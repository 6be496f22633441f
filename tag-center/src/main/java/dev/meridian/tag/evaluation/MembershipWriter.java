package dev.meridian.tag.evaluation;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.tag.facts.Cause;
import dev.meridian.tag.facts.ScopedCustomer;
import dev.meridian.tag.rules.Timeline;
import dev.meridian.tag.segments.LiveSegment;
import dev.meridian.tag.segments.SegmentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns answers into membership: what is stored, the log of what changed, and the events that tell of it, all in the
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
        final Map<SegmentId, JdbcMembers.Growth> growth = new TreeMap<>(Comparator.comparing(SegmentId::value));

        void count(SegmentId segment, String brand, int more) {
            growth.merge(segment, new JdbcMembers.Growth(segment, brand, more), JdbcMembers.Growth::plus);
        }
    }

    /** Where one membership stands while its answer is followed through time. */
    private static final class Standing {
        boolean in;
        Instant since;

        Standing(JdbcMembers.@Nullable Member before, Instant now) {
            this.in = before != null;
            this.since = before == null ? now : before.since();
        }
    }

    /** Applies answers; what they say up to now has happened. */
    void apply(Collection<Answer> answers, Instant now) {
        apply(answers, List.of(), now);
    }

    /**
     * Applies answers; what they say up to now has happened.
     *
     * @param closed memberships that end whatever a rule says, because the customer is no more
     */
    void apply(Collection<Answer> answers, List<Transition> closed, Instant now) {
        Changes changes = new Changes();
        for (Transition transition : closed) {
            changes.transitions.add(transition);
            changes.removed.add(new JdbcMembers.Pair(transition.segment(), transition.customer()));
            changes.count(transition.segment(), transition.scope().databaseValue(), -1);
        }
        Map<JdbcMembers.Pair, JdbcMembers.Stored> stored =
                members.find(answers.stream().map(MembershipWriter::pair).toList());
        for (Answer answer : answers) {
            apply(answer, stored.getOrDefault(pair(answer), JdbcMembers.Stored.NOTHING), now, changes);
        }
        write(changes);
    }

    private void apply(Answer answer, JdbcMembers.Stored stored, Instant now, Changes changes) {
        JdbcMembers.Member before = stored.member();
        Standing standing = new Standing(before, now);
        Timeline last = null;
        Instant reached = now;
        for (Answer.Step step : answer.steps()) {
            if (last != null) {
                followTime(answer, last, reached, step.at(), standing, changes);
            }
            if (step.timeline().at(step.at()) != standing.in) {
                turn(answer, step.at(), step.cause(), standing, changes);
            }
            last = step.timeline();
            reached = step.at();
        }
        if (last == null) {
            return;
        }
        followTime(answer, last, reached, now, standing, changes);
        Instant until = reached.isAfter(now) ? reached : now;
        Instant nextFlip = last.nextFlipAfter(until);
        JdbcMembers.Pair pair = pair(answer);
        LiveSegment segment = answer.segment();
        String brand = segment.scope().databaseValue();
        if (standing.in) {
            JdbcMembers.Member after = new JdbcMembers.Member(pair, brand, segment.version(), standing.since, nextFlip);
            if (!after.equals(before)) {
                changes.saved.add(after);
            }
            if (before == null) {
                changes.count(segment.id(), brand, 1);
            }
        } else if (before != null) {
            changes.removed.add(pair);
            changes.count(segment.id(), brand, -1);
        }
        remind(new JdbcMembers.Pending(pair, brand, segment.version(), nextFlip), stored, until, changes);
    }

    /** Looked at late, an answer may have flipped more than once: each flip happened, and at its own time. */
    private void followTime(
            Answer answer, Timeline timeline, Instant after, Instant until, Standing standing, Changes changes) {
        for (Instant flip = timeline.nextFlipAfter(after);
                flip != null && !flip.isAfter(until);
                flip = timeline.nextFlipAfter(flip)) {
            turn(answer, flip, Cause.time(), standing, changes);
        }
    }

    private void turn(Answer answer, Instant at, Cause cause, Standing standing, Changes changes) {
        standing.in = !standing.in;
        standing.since = at;
        LiveSegment segment = answer.segment();
        changes.transitions.add(new Transition(
                ids.next(),
                segment.id(),
                segment.key(),
                segment.scope(),
                segment.version(),
                answer.customer(),
                standing.in,
                at,
                cause));
    }

    /**
     * Sees to it that the answer is looked at again at its next flip. A reminder that comes too early does no harm and is
     * left alone: it is renewed when it comes, which is rarer than an event.
     */
    private static void remind(JdbcMembers.Pending next, JdbcMembers.Stored stored, Instant now, Changes changes) {
        JdbcMembers.Due before = stored.due();
        boolean spent = before != null
                && (before.version() != next.version() || !before.at().isAfter(now));
        Instant flip = next.flip();
        if (flip == null) {
            if (spent) {
                changes.settled.add(next.pair());
            }
        } else if (before == null || spent || flip.isBefore(before.at())) {
            changes.due.add(new JdbcMembers.Due(next.pair(), next.brand(), next.version(), flip));
        }
    }

    private void write(Changes changes) {
        members.remove(changes.removed);
        members.save(changes.saved);
        members.saveDue(changes.due);
        members.removeDue(changes.settled);
        members.append(changes.transitions);
        members.count(changes.growth.values());
        List<OutgoingEvent> events =
                changes.transitions.stream().map(Transition::event).toList();
        if (!events.isEmpty()) {
            outbox.appendAll(events);
        }
    }

    /** Ends memberships of a segment that is no more. */
    void empty(Collection<JdbcMembers.Named> leaving, Instant now) {
        apply(
                List.of(),
                leaving.stream().map(one -> ending(one, now, Cause.archive())).toList(),
                now);
    }

    /** The endings of all memberships of a customer who was merged away, whatever has become of the segments. */
    List<Transition> close(ScopedCustomer absorbed, Instant now, Cause cause) {
        List<Transition> endings = members.ofCustomer(absorbed).stream()
                .map(one -> ending(one, now, cause))
                .toList();
        members.removeDueOf(absorbed);
        return endings;
    }

    private Transition ending(JdbcMembers.Named one, Instant now, Cause cause) {
        return new Transition(
                ids.next(),
                one.member().pair().segment(),
                one.key(),
                one.scope(),
                one.member().version(),
                one.member().pair().customer(),
                false,
                now,
                cause);
    }

    private static JdbcMembers.Pair pair(Answer answer) {
        return new JdbcMembers.Pair(answer.segment().id(), answer.customer());
    }
}
