package dev.meridian.tag.rules;

import dev.meridian.platform.kernel.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule from plain JSON values: maps, lists, strings, numbers, booleans. Finds every fault in one reading; each
 * comes with a pointer to where it is.
 */
public final class RuleParser {

    /** How deep conditions may nest. */
    public static final int MOST_DEPTH = 10;

    /** How many conditions a rule may have. */
    public static final int MOST_CONDITIONS = 100;

    /** How many characters the names and texts of a rule may have together. */
    public static final int MOST_CHARACTERS = 100_000;

    private static final int LONGEST_NAME = 100;
    private static final Set<String> KINDS = Set.of("all", "any", "not", "attribute", "activity");
    private static final Set<String> KINDS_OF_OTHER_CENTERS = Set.of("segment", "membership", "tag");

    private final RuleFaults faults = new RuleFaults();
    private final ComparisonParser comparisons = new ComparisonParser(faults);
    private final ActivityParser activities = new ActivityParser(faults, comparisons);
    private int conditions;

    private RuleParser() {}

    /**
     * Reads a rule.
     *
     * @param json the rule's root as plain JSON
     * @param pointer where the root is in the document that faults are to point into, such as {@code /rule}
     */
    public static RuleReading parse(@Nullable Object json, String pointer) {
        RuleParser parser = new RuleParser();
        if (characters(json) > MOST_CHARACTERS) {
            parser.faults.add(pointer, RuleFaults.RULE_TOO_LONG, MOST_CHARACTERS);
            return new RuleReading.Refused(parser.faults.list());
        }
        Optional<Condition> root = parser.condition(json, pointer, 1);
        return root.isPresent() && parser.faults.isEmpty()
                ? new RuleReading.Accepted(new Rule(root.get()))
                : new RuleReading.Refused(parser.faults.list());
    }

    private static long characters(@Nullable Object json) {
        return switch (json) {
            case String text -> text.length();
            case Number _ -> 1;
            case List<?> list -> list.stream().mapToLong(RuleParser::characters).sum();
            case Map<?, ?> object ->
                object.entrySet().stream()
                        .mapToLong(member -> String.valueOf(member.getKey()).length() + characters(member.getValue()))
                        .sum();
            case null, default -> 0;
        };
    }

    private Optional<Condition> condition(@Nullable Object json, String pointer, int depth) {
        if (!(json instanceof Map<?, ?> object)) {
            faults.add(pointer, json == null ? RuleFaults.REQUIRED : RuleFaults.NOT_AN_OBJECT);
            return Optional.empty();
        }
        if (depth > MOST_DEPTH) {
            faults.add(pointer, RuleFaults.RULE_TOO_DEEP, MOST_DEPTH);
            return Optional.empty();
        }
        if (++conditions > MOST_CONDITIONS) {
            if (conditions == MOST_CONDITIONS + 1) {
                faults.add(pointer, RuleFaults.RULE_TOO_LARGE, MOST_CONDITIONS);
            }
            return Optional.empty();
        }
        return kindOf(object, pointer).flatMap(kind -> ofKind(kind, object, pointer, depth));
    }

    /** The one member that says what kind of condition it is. */
    private Optional<String> kindOf(Map<?, ?> object, String pointer) {
        List<String> found = new ArrayList<>();
        boolean refused = false;
        for (Object member : object.keySet()) {
            String name = String.valueOf(member);
            if (KINDS.contains(name)) {
                found.add(name);
            } else if (KINDS_OF_OTHER_CENTERS.contains(name)) {
                faults.add(RuleFaults.member(pointer, name), RuleFaults.UNSUPPORTED_CONDITION, name);
                refused = true;
            }
        }
        if (refused) {
            return Optional.empty();
        }
        if (found.size() == 1) {
            return Optional.of(found.getFirst());
        }
        if (found.size() > 1) {
            faults.add(pointer, RuleFaults.AMBIGUOUS_CONDITION, String.join(", ", found));
        } else if (object.isEmpty()) {
            faults.add(pointer, RuleFaults.NO_CONDITION);
        } else {
            Object first = object.keySet().iterator().next();
            faults.add(RuleFaults.member(pointer, first), RuleFaults.UNKNOWN_CONDITION, first);
        }
        return Optional.empty();
    }

    private Optional<Condition> ofKind(String kind, Map<?, ?> object, String pointer, int depth) {
        Object content = object.get(kind);
        String inside = RuleFaults.member(pointer, kind);
        boolean clean =
                kind.equals("attribute") ? hasOnly(object, pointer, kind, "is") : hasOnly(object, pointer, kind);
        if (!clean) {
            return Optional.empty();
        }
        return switch (kind) {
            case "all" -> parts(content, inside, depth, Condition.All::new);
            case "any" -> parts(content, inside, depth, Condition.Any::new);
            case "not" -> condition(content, inside, depth + 1).map(Condition.Not::new);
            case "attribute" -> attribute(object, pointer);
            default -> activities.parse(content, inside);
        };
    }

    private Optional<Condition> parts(
            @Nullable Object json, String pointer, int depth, Function<List<Condition>, Condition> made) {
        if (!(json instanceof List<?> list)) {
            faults.add(pointer, RuleFaults.NOT_A_LIST);
            return Optional.empty();
        }
        if (list.isEmpty()) {
            faults.add(pointer, RuleFaults.EMPTY_LIST);
            return Optional.empty();
        }
        List<Condition> parts = new ArrayList<>();
        for (int i = 0; i < list.size() && conditions <= MOST_CONDITIONS; i++) {
            condition(list.get(i), RuleFaults.member(pointer, i), depth + 1).ifPresent(parts::add);
        }
        return parts.size() == list.size() ? Optional.of(made.apply(parts)) : Optional.empty();
    }

    private Optional<Condition> attribute(Map<?, ?> object, String pointer) {
        Optional<String> name = name(object.get("attribute"), RuleFaults.member(pointer, "attribute"));
        Optional<Comparison> is = comparisons.ofValue(object.get("is"), RuleFaults.member(pointer, "is"));
        return name.isPresent() && is.isPresent()
                ? Optional.of(new Condition.Attribute(name.get(), is.get()))
                : Optional.empty();
    }

    private Optional<String> name(@Nullable Object json, String pointer) {
        if (json instanceof String text && !text.isBlank() && text.length() <= LONGEST_NAME) {
            if (Texts.isPlain(text)) {
                return Optional.of(text);
            }
            faults.add(pointer, RuleFaults.CONTROL_CHARACTER);
        } else {
            faults.add(pointer, RuleFaults.NOT_A_NAME);
        }
        return Optional.empty();
    }

    /** Complains of members that do not belong; true where there are none. */
    private boolean hasOnly(Map<?, ?> object, String pointer, String... known) {
        List<String> allowed = List.of(known);
        boolean clean = true;
        for (Object member : object.keySet()) {
            String name = String.valueOf(member);
            if (!allowed.contains(name)) {
                faults.add(RuleFaults.member(pointer, name), RuleFaults.UNKNOWN_FIELD);
                clean = false;
            }
        }
        return clean;
    }
}
