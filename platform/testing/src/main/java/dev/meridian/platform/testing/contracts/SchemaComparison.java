package dev.meridian.platform.testing.contracts;

import dev.meridian.platform.testing.contracts.Documents.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Finds what a changed schema breaks for whoever relied on the earlier one. */
final class SchemaComparison {

    /** Which way the value travels decides what may change. */
    enum Direction {
        /** From callers: what was accepted must stay accepted. */
        ACCEPTED,
        /** To callers and consumers: what was promised must stay promised. */
        PROMISED
    }

    private static final List<String> LOWER_LIMITS =
            List.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final List<String> UPPER_LIMITS =
            List.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    private static final List<String> ALTERNATIVES = List.of("oneOf", "anyOf", "allOf");

    private final Documents before;
    private final Documents after;
    private final Direction direction;
    private final List<String> breaks = new ArrayList<>();
    private final Set<List<JsonNode>> underWay = new HashSet<>();

    private SchemaComparison(Documents before, Documents after, Direction direction) {
        this.before = before;
        this.after = after;
        this.direction = direction;
    }

    /** One line for each break, beginning with where it is. */
    static List<String> breaks(
            String where, Documents before, Place old, Documents after, Place changed, Direction direction) {
        SchemaComparison comparison = new SchemaComparison(before, after, direction);
        comparison.compare(where, old, changed);
        return comparison.breaks;
    }

    private void compare(String where, Place oldWritten, Place newWritten) {
        Place old = before.resolve(oldWritten);
        Place changed = after.resolve(newWritten);
        List<JsonNode> pair = List.of(old.node(), changed.node());
        if (old.node().equals(changed.node()) && !refersElsewhere(old.node()) || !underWay.add(pair)) {
            return;
        }
        types(where, old.node(), changed.node());
        values(where, old.node(), changed.node());
        properties(where, old, changed);
        required(where, old.node(), changed.node());
        openness(where, old, changed);
        limits(where, old.node(), changed.node());
        if (old.at("items").exists() && changed.at("items").exists()) {
            compare(where + "/items", old.at("items"), changed.at("items"));
        }
        for (String keyword : ALTERNATIVES) {
            alternatives(where, keyword, old, changed);
        }
        boolean ignored = underWay.remove(pair);
    }

    /** Equal text may still mean another thing where what it refers to has changed. */
    private static boolean refersElsewhere(JsonNode node) {
        return node.findValue("$ref") != null;
    }

    private void types(String where, JsonNode old, JsonNode changed) {
        Set<String> oldTypes = types(old);
        Set<String> newTypes = types(changed);
        boolean kept = switch (direction) {
            case ACCEPTED -> includes(newTypes, oldTypes);
            case PROMISED -> includes(oldTypes, newTypes);
        };
        if (!kept) {
            breaks.add(where + ": type changed from " + oldTypes + " to " + newTypes);
        }
    }

    /** Whether every type of the second set is allowed by the first; the empty set stands for any type. */
    private static boolean includes(Set<String> wider, Set<String> narrower) {
        if (wider.isEmpty()) {
            return true;
        }
        return !narrower.isEmpty()
                && narrower.stream()
                        .allMatch(type -> wider.contains(type) || type.equals("integer") && wider.contains("number"));
    }

    private static Set<String> types(JsonNode schema) {
        JsonNode type = schema.path("type");
        Set<String> types = new TreeSet<>();
        if (type.isString()) {
            types.add(type.asString());
        }
        type.values().forEach(each -> types.add(each.asString()));
        return types;
    }

    private void values(String where, JsonNode old, JsonNode changed) {
        Set<JsonNode> oldValues = values(old);
        Set<JsonNode> newValues = values(changed);
        if (newValues.isEmpty()) {
            return;
        }
        if (oldValues.isEmpty() && direction == Direction.ACCEPTED) {
            breaks.add(where + ": any value was accepted, now only " + newValues);
        }
        for (JsonNode value : oldValues) {
            if (!newValues.contains(value)) {
                breaks.add(where + ": the value " + value + " is gone");
            }
        }
    }

    private static Set<JsonNode> values(JsonNode schema) {
        Set<JsonNode> values = new HashSet<>(schema.path("enum").values());
        if (schema.has("const")) {
            values.add(schema.path("const"));
        }
        return values;
    }

    private void properties(String where, Place old, Place changed) {
        for (Map.Entry<String, JsonNode> property :
                old.node().path("properties").properties()) {
            String name = property.getKey();
            Place kept = changed.at("properties").at(name);
            if (kept.exists()) {
                compare(where + "/" + name, old.at("properties").at(name), kept);
            } else {
                breaks.add(where + "/" + name + ": the property is gone");
            }
        }
    }

    private void required(String where, JsonNode old, JsonNode changed) {
        Set<String> oldRequired = required(old);
        Set<String> newRequired = required(changed);
        switch (direction) {
            case ACCEPTED ->
                newRequired.stream()
                        .filter(name -> !oldRequired.contains(name))
                        .forEach(name -> breaks.add(where + "/" + name + ": is now required"));
            case PROMISED ->
                oldRequired.stream()
                        .filter(name -> !newRequired.contains(name))
                        .forEach(name -> breaks.add(where + "/" + name + ": is no longer always there"));
        }
    }

    private static Set<String> required(JsonNode schema) {
        Set<String> names = new TreeSet<>();
        schema.path("required").values().forEach(name -> names.add(name.asString()));
        return names;
    }

    private void openness(String where, Place old, Place changed) {
        Place oldMore = old.at("additionalProperties");
        Place newMore = changed.at("additionalProperties");
        boolean closedNow = newMore.node().isBoolean() && !newMore.node().asBoolean();
        boolean closedBefore = oldMore.node().isBoolean() && !oldMore.node().asBoolean();
        if (direction == Direction.ACCEPTED && closedNow && !closedBefore) {
            breaks.add(where + ": other properties are no longer accepted");
        }
        if (oldMore.node().isObject() && newMore.node().isObject()) {
            compare(where + "/*", oldMore, newMore);
        }
    }

    private void limits(String where, JsonNode old, JsonNode changed) {
        if (!old.path("format").equals(changed.path("format"))
                && (direction == Direction.PROMISED || changed.has("format"))) {
            breaks.add(where + ": format changed from " + old.path("format") + " to " + changed.path("format"));
        }
        if (direction == Direction.PROMISED) {
            return;
        }
        if (changed.has("pattern") && !old.path("pattern").equals(changed.path("pattern"))) {
            breaks.add(where + ": pattern changed to " + changed.path("pattern"));
        }
        for (String keyword : LOWER_LIMITS) {
            tightened(where, keyword, old.path(keyword), changed.path(keyword), 1);
        }
        for (String keyword : UPPER_LIMITS) {
            tightened(where, keyword, old.path(keyword), changed.path(keyword), -1);
        }
    }

    private void tightened(String where, String keyword, JsonNode old, JsonNode changed, int tighter) {
        if (!changed.isNumber()) {
            return;
        }
        BigDecimal limit = changed.asDecimal();
        if (!old.isNumber() || Integer.signum(limit.compareTo(old.asDecimal())) == tighter) {
            breaks.add(where + ": " + keyword + " tightened from " + old + " to " + limit);
        }
    }

    private void alternatives(String where, String keyword, Place old, Place changed) {
        JsonNode oldList = old.node().path(keyword);
        JsonNode newList = changed.node().path(keyword);
        if (oldList.isEmpty() && newList.isEmpty()) {
            return;
        }
        boolean added = newList.size() > oldList.size();
        boolean removed = newList.size() < oldList.size();
        boolean addingBreaks = keyword.equals("allOf") || direction == Direction.PROMISED || oldList.isEmpty();
        if (removed || added && addingBreaks) {
            breaks.add(where + ": " + keyword + " had " + oldList.size() + " parts, now " + newList.size());
            return;
        }
        for (int i = 0; i < oldList.size(); i++) {
            compare(
                    where + "/" + keyword + "/" + i,
                    new Place(old.file(), oldList.path(i)),
                    new Place(changed.file(), newList.path(i)));
        }
    }
}
