package dev.meridian.tag.rules;

import dev.meridian.platform.problems.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a rule; the codes are those of the message bundles ({@code field.<code>}). */
final class RuleFaults {

    static final String REQUIRED = "required";
    static final String UNKNOWN_FIELD = "unknown_field";
    static final String NOT_AN_OBJECT = "not_an_object";
    static final String NOT_A_LIST = "not_a_list";
    static final String NOT_A_NAME = "not_a_name";
    static final String EMPTY_LIST = "empty_list";
    static final String TOO_MANY_VALUES = "too_many_values";
    static final String NO_CONDITION = "no_condition";
    static final String UNKNOWN_CONDITION = "unknown_condition";
    static final String UNSUPPORTED_CONDITION = "unsupported_condition";
    static final String AMBIGUOUS_CONDITION = "ambiguous_condition";
    static final String UNKNOWN_MEASURE = "unknown_measure";
    static final String PROPERTY_REQUIRED = "property_required";
    static final String PROPERTY_NOT_ALLOWED = "property_not_allowed";
    static final String BAD_EVENT_TYPE = "bad_event_type";
    static final String BAD_WINDOW = "bad_window";
    static final String NEGATIVE_DURATION = "negative_duration";
    static final String WINDOW_TOO_LONG = "window_too_long";
    static final String WINDOW_REVERSED = "window_reversed";
    static final String TWO_WINDOWS = "two_windows";
    static final String UNKNOWN_COMPARATOR = "unknown_comparator";
    static final String COMPARATOR_NOT_FOR_MEASURES = "comparator_not_for_measures";
    static final String NO_COMPARATOR = "no_comparator";
    static final String WRONG_OPERAND = "wrong_operand";
    static final String RANGE_REVERSED = "range_reversed";
    static final String RULE_TOO_DEEP = "rule_too_deep";
    static final String RULE_TOO_LARGE = "rule_too_large";
    static final String RULE_TOO_LONG = "rule_too_long";
    static final String TOO_MANY_FILTERS = "too_many_filters";
    static final String CONTROL_CHARACTER = "control_character";

    private static final int MOST_FAULTS = 50;

    private final List<FieldError> faults = new ArrayList<>();

    void add(String pointer, String code) {
        add(pointer, code, "");
    }

    void add(String pointer, String code, Object argument) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new FieldError(pointer, code, String.valueOf(argument)));
        }
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    List<FieldError> list() {
        return faults;
    }

    /** A pointer to a member, escaped as RFC 6901 says. */
    static String member(String pointer, Object name) {
        return FieldError.pointer(pointer, name);
    }
}
