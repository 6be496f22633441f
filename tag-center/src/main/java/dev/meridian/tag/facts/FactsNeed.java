package dev.meridian.tag.facts;

import dev.meridian.tag.rules.Rule;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which facts a judgement needs, so that no others are read.
 *
 * @param events types of activity
 * @param attributes whether attributes are looked at
 * @param after activity up to this instant does not matter
 * @param until nor does activity after this one
 */
public record FactsNeed(Set<String> events, boolean attributes, Instant after, Instant until) {

    private static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59Z");

    public FactsNeed {
        events = Set.copyOf(events);
    }

    /** What the rules need to be judged at an instant and to tell how long the answers hold. */
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

    /** The same, as if nothing had happened after the instant. */
    public FactsNeed until(Instant last) {
        return new FactsNeed(events, attributes, after, last);
    }
}
