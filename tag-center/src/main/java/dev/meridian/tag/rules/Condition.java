package dev.meridian.tag.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a rule. */
public sealed interface Condition {

    /** The condition as rules write it: plain maps, lists, strings, numbers and booleans. */
    Map<String, Object> json();

    /** Every one holds. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("all", conditions.stream().map(Condition::json).toList());
        }
    }

    /** At least one holds. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }

        @Override
        public Map<String, Object> json() {
            return Map.of("any", conditions.stream().map(Condition::json).toList());
        }
    }

    /** The other does not hold. */
    record Not(Condition condition) implements Condition {
        @Override
        public Map<String, Object> json() {
            return Map.of("not", condition.json());
        }
    }

    /** What the profile says. */
    record Attribute(String name, Comparison is) implements Condition {
        @Override
        public Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("attribute", name);
            json.put("is", is.json());
            return json;
        }
    }

    /**
     * What the customer did.
     *
     * @param event the type of the facts
     * @param where comparisons a fact must satisfy: {@code channel}, or a property by its name
     */
    record Activity(String event, Map<String, Comparison> where, Window window, Measure measure, Comparison is)
            implements Condition {

        private static final String CHANNEL = "channel";

        public Activity {
            where = Collections.unmodifiableMap(new LinkedHashMap<>(where));
        }

        /** Whether the fact is of the kind asked for, at whatever time. */
        public boolean selects(Fact fact) {
            if (!fact.type().equals(event) || !window.admits(fact.occurredAt())) {
                return false;
            }
            for (Map.Entry<String, Comparison> filter : where.entrySet()) {
                Scalar value = filter.getKey().equals(CHANNEL)
                        ? new Scalar.Text(fact.channel())
                        : fact.properties().get(filter.getKey());
                if (!filter.getValue().holds(value)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Map<String, Object> json() {
            Map<String, Object> activity = new LinkedHashMap<>();
            activity.put("event", event);
            if (!where.isEmpty()) {
                Map<String, Object> filters = new LinkedHashMap<>();
                where.forEach((name, comparison) -> filters.put(name, comparison.json()));
                activity.put("where", filters);
            }
            activity.putAll(window.json());
            activity.put("measure", measure.name());
            switch (measure) {
                case Measure.Sum(String of) -> activity.put("of", of);
                case Measure.Average(String of) -> activity.put("of", of);
                case Measure.Count() -> {}
            }
            activity.put("is", is.json());
            return Map.of("activity", activity);
        }
    }
}
