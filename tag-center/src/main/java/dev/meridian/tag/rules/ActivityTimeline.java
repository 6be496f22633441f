package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows one measure through all time: facts enter, facts leave, and now and then the comparison's answer flips. */
final class ActivityTimeline {

    private final Condition.Activity activity;
    private BigDecimal sum = BigDecimal.ZERO;
    private long count;

    private ActivityTimeline(Condition.Activity activity) {
        this.activity = activity;
    }

    static Timeline of(Condition.Activity activity, List<Fact> facts) {
        return new ActivityTimeline(activity).follow(facts);
    }

    private record Change(Instant at, BigDecimal value, int facts) {}

    private Timeline follow(List<Fact> facts) {
        List<Change> changes = new ArrayList<>();
        for (Fact fact : facts) {
            if (activity.selects(fact)) {
                activity.measure().contribution(fact).ifPresent(value -> addStay(changes, fact, value));
            }
        }
        changes.sort(Comparator.comparing(Change::at));
        boolean initially = holds();
        boolean before = initially;
        List<Instant> flips = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            sum = sum.add(change.value());
            count += change.facts();
            // Changes of one instant are one change: nobody is a member between an exit and an entry at the same time.
            boolean lastOfItsInstant =
                    i + 1 == changes.size() || changes.get(i + 1).at().isAfter(change.at());
            if (lastOfItsInstant && holds() != before) {
                before = !before;
                flips.add(change.at());
            }
        }
        return new Timeline(initially, flips);
    }

    private void addStay(List<Change> changes, Fact fact, BigDecimal value) {
        changes.add(new Change(fact.occurredAt(), value, 1));
        Instant leavesAt = activity.window().leavesAt(fact.occurredAt());
        if (leavesAt != null) {
            changes.add(new Change(leavesAt, value.negate(), -1));
        }
    }

    private boolean holds() {
        return holds(activity, sum, count);
    }

    private static boolean holds(Condition.Activity activity, BigDecimal sum, long count) {
        return switch (activity.measure()) {
            case Measure.Count() -> activity.is().holdsForFraction(BigDecimal.valueOf(count), 1);
            case Measure.Sum _ -> activity.is().holdsForFraction(sum, 1);
            case Measure.Average _ -> count > 0 && activity.is().holdsForFraction(sum, count);
        };
    }

    /**
     * What the measure comes to at an instant, and of which facts.
     *
     * @param facts the facts that count, newest first
     * @param value null where an average has nothing to average
     */
    record Reading(List<Fact> facts, @Nullable BigDecimal value) {

        private static final int AVERAGE_DIGITS = 6;

        static Reading at(Condition.Activity activity, List<Fact> facts, Instant now) {
            List<Fact> inside = new ArrayList<>();
            BigDecimal sum = BigDecimal.ZERO;
            for (Fact fact : facts) {
                Optional<BigDecimal> value = contributionAt(activity, fact, now);
                if (value.isPresent()) {
                    inside.add(fact);
                    sum = sum.add(value.get());
                }
            }
            inside.sort(Comparator.comparing(Fact::occurredAt)
                    .thenComparing(Fact::interactionId)
                    .reversed());
            return new Reading(inside, value(activity.measure(), sum, inside.size()));
        }

        private static Optional<BigDecimal> contributionAt(Condition.Activity activity, Fact fact, Instant now) {
            if (!activity.selects(fact) || fact.occurredAt().isAfter(now)) {
                return Optional.empty();
            }
            Instant leavesAt = activity.window().leavesAt(fact.occurredAt());
            return leavesAt != null && !now.isBefore(leavesAt)
                    ? Optional.empty()
                    : activity.measure().contribution(fact);
        }

        private static @Nullable BigDecimal value(Measure measure, BigDecimal sum, int count) {
            return switch (measure) {
                case Measure.Count _, Measure.Sum _ -> sum;
                case Measure.Average _ ->
                    count == 0 ? null : sum.divide(BigDecimal.valueOf(count), AVERAGE_DIGITS, RoundingMode.HALF_EVEN);
            };
        }
    }
}
