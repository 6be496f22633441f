package dev.meridian.tag.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why one condition holds, or why not.
 *
 * @param condition as rules write it
 * @param expected the comparison; null for all, any and not
 * @param actual what was found, as plain JSON; null where there is none
 * @param interactionIds the newest {@value #MOST_INTERACTIONS} facts that count
 * @param interactionCount all facts that count
 * @param flipsAt when time alone changes the answer; null where it never does
 * @param children of all, any and not
 */
public record Evidence(
        Map<String, Object> condition,
        boolean pass,
        @Nullable Map<String, Object> expected,
        @Nullable Object actual,
        List<UUID> interactionIds,
        int interactionCount,
        @Nullable Instant flipsAt,
        List<Evidence> children) {

    static final int MOST_INTERACTIONS = 20;

    public Evidence {
        interactionIds = List.copyOf(interactionIds);
        children = List.copyOf(children);
    }

    static Evidence of(Condition condition, CustomerFacts facts, Instant now) {
        Timeline timeline = Rule.timeline(condition, facts);
        boolean pass = timeline.at(now);
        Instant flipsAt = timeline.nextFlipAfter(now);
        return switch (condition) {
            case Condition.All(List<Condition> parts) -> ofParts(condition, parts, facts, now, pass, flipsAt);
            case Condition.Any(List<Condition> parts) -> ofParts(condition, parts, facts, now, pass, flipsAt);
            case Condition.Not(Condition part) -> ofParts(condition, List.of(part), facts, now, pass, flipsAt);
            case Condition.Attribute(String name, Comparison is) -> {
                Scalar value = facts.attributes().get(name);
                Object actual = value == null ? null : value.json();
                yield new Evidence(condition.json(), pass, is.json(), actual, List.of(), 0, flipsAt, List.of());
            }
            case Condition.Activity activity -> {
                ActivityTimeline.Reading reading = ActivityTimeline.Reading.at(activity, facts.activity(), now);
                Object actual = reading.value() == null ? null : new Scalar.Amount(reading.value()).json();
                List<UUID> newest = reading.facts().stream()
                        .limit(MOST_INTERACTIONS)
                        .map(Fact::interactionId)
                        .toList();
                int count = reading.facts().size();
                Map<String, Object> expected = activity.is().json();
                yield new Evidence(condition.json(), pass, expected, actual, newest, count, flipsAt, List.of());
            }
        };
    }

    private static Evidence ofParts(
            Condition condition,
            List<Condition> parts,
            CustomerFacts facts,
            Instant now,
            boolean pass,
            @Nullable Instant flipsAt) {
        List<Evidence> children =
                parts.stream().map(part -> of(part, facts, now)).toList();
        return new Evidence(condition.json(), pass, null, null, List.of(), 0, flipsAt, children);
    }
}
