package dev.meridian.tag.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A rule: a pure function of what is known about one customer and of an instant.
 *
 * @param condition its root
 */
public record Rule(Condition condition) {

    /** Before every fact. */
    private static final Instant FOR_EVER_AGO = Moments.EARLIEST;

    /**
     * What a rule says of one customer at one instant.
     *
     * @param in whether the customer is in
     * @param evidence why
     * @param validUntil when time alone changes the answer; null where it never does
     */
    public record Evaluation(
            boolean in, Evidence evidence, @Nullable Instant validUntil) {}

    /** Evaluates a customer at an instant, with reasons. */
    public Evaluation evaluate(CustomerFacts facts, Instant now) {
        Evidence evidence = Evidence.of(condition, facts, now);
        return new Evaluation(evidence.pass(), evidence, evidence.flipsAt());
    }

    /** The answer over all time, without reasons: cheaper, for evaluating many customers. */
    public Timeline timeline(CustomerFacts facts) {
        return timeline(condition, facts);
    }

    static Timeline timeline(Condition condition, CustomerFacts facts) {
        return switch (condition) {
            case Condition.All(List<Condition> parts) -> Timeline.all(timelines(parts, facts));
            case Condition.Any(List<Condition> parts) -> Timeline.any(timelines(parts, facts));
            case Condition.Not(Condition part) -> timeline(part, facts).negated();
            case Condition.Attribute(String name, Comparison is) ->
                Timeline.constant(is.holds(facts.attributes().get(name)));
            case Condition.Activity activity -> ActivityTimeline.of(activity, facts.activity());
        };
    }

    private static List<Timeline> timelines(List<Condition> parts, CustomerFacts facts) {
        return parts.stream().map(part -> timeline(part, facts)).toList();
    }

    /** The event types whose facts the rule reads. */
    public Set<String> events() {
        Set<String> events = new TreeSet<>();
        visit(condition, leaf -> {
            if (leaf instanceof Condition.Activity activity) {
                events.add(activity.event());
            }
        });
        return events;
    }

    /** The attributes the rule reads. */
    public Set<String> attributes() {
        Set<String> attributes = new TreeSet<>();
        visit(condition, leaf -> {
            if (leaf instanceof Condition.Attribute attribute) {
                attributes.add(attribute.name());
            }
        });
        return attributes;
    }

    /** An instant such that facts up to it no longer matter at {@code now} or later; for ever ago where all matter. */
    public Instant factsMatterAfter(Instant now) {
        Instant[] earliest = {now};
        visit(condition, leaf -> {
            if (leaf instanceof Condition.Activity activity) {
                Instant begins = activity.window().beginsAfter(now);
                if (begins == null) {
                    earliest[0] = FOR_EVER_AGO;
                } else if (begins.isBefore(earliest[0])) {
                    earliest[0] = begins;
                }
            }
        });
        return earliest[0];
    }

    private static void visit(Condition condition, Consumer<Condition> leaves) {
        switch (condition) {
            case Condition.All(List<Condition> parts) -> parts.forEach(part -> visit(part, leaves));
            case Condition.Any(List<Condition> parts) -> parts.forEach(part -> visit(part, leaves));
            case Condition.Not(Condition part) -> visit(part, leaves);
            case Condition.Attribute attribute -> leaves.accept(attribute);
            case Condition.Activity activity -> leaves.accept(activity);
        }
    }

    /** The rule as it is written: plain maps, lists, strings, numbers and booleans. */
    public Map<String, Object> json() {
        return condition.json();
    }
}
