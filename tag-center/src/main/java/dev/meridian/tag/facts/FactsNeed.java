package dev.meridian.tag.facts;

import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.rules.Rule;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which facts an evaluation needs, so that no others are read.
 *
 * @param events types of activity
 * @param attributes whether attributes are looked at
 * @param after activity up to this instant does not matter
 * @param until nor does activity after this one
 */
public record FactsNeed(Set<String> events, boolean attributes, Instant after, Instant until) {

    private static final Instant FOR_EVER_AGO = Moments.EARLIEST;
    private static final Instant FOR_EVER = Moments.LATEST;

    public FactsNeed {
        events = Set.copyOf(events);
    }

    /** What the rules need to be evaluated at an instant and to tell how long the answers hold. */
    public static FactsNeed of(Collection<Rule> rules, Instant now) {
        Set<String> events = new TreeSet<>();
        boolean attributes = false;
        Instant after = now;
        for (Rule rule : rules) {
            events.addAll(rule.events());
            attributes |= !rule.attributes().isEmpty();
            Instant matters = rule.factsMatterAfter(now);
            after = matters.isBefore(after) ? matters : after;
        }
        return new FactsNeed(events, attributes, after, FOR_EVER);
    }

    /** The same with all of the past, also what has left by now: it tells since when an answer holds. */
    public FactsNeed ever() {
        return new FactsNeed(events, attributes, FOR_EVER_AGO, until);
    }

    /** The same, as if nothing had happened after the instant. */
    public FactsNeed until(Instant last) {
        return new FactsNeed(events, attributes, after, last);
    }
}
