package dev.meridian.platform.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.problems.FieldError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object. What is wrong is collected with its pointer, and the field is answered as null; so
 * that one answer names all faults, not only the first.
 */
public final class JsonFields {

    /** Past these nobody reads on, and a hostile body would be answered at length. */
    private static final int MOST_FAULTS = 50;

    private final JsonNode object;
    private final String pointer;
    private final List<FieldError> errors;

    /**
     * Reads an object.
     *
     * @param node of any kind; if it is not an object, that is the one fault
     * @param pointer where the node stands; empty for the whole body
     * @param errors where faults are collected
     */
    public JsonFields(JsonNode node, String pointer, List<FieldError> errors) {
        this.object = node;
        this.pointer = pointer;
        this.errors = errors;
        if (!node.isObject()) {
            errors.add(new FieldError(pointer, "wrong_type", "object"));
        }
    }

    /** Adds a fault for each field that is not one of these. */
    public void refuseOthers(Set<String> known) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                add(new FieldError(FieldError.pointer(pointer, name), "unknown_field"));
            }
        }
    }

    /** A text that must be there, of 1 to so many characters. */
    public @Nullable String text(String name, int longest) {
        return text(name, 1, longest);
    }

    /** A text that must be there, of so many characters. */
    public @Nullable String text(String name, int shortest, int longest) {
        JsonNode value = required(name);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            return fault(name, "wrong_type", "string");
        }
        String text = value.stringValue();
        if (text.length() < shortest) {
            return fault(name, "required", "");
        }
        if (text.length() > longest) {
            return fault(name, "too_long", String.valueOf(longest));
        }
        return Texts.isWellFormed(text) ? text : fault(name, "invalid_character", "");
    }

    /** A truth value; false where it is missing. */
    public boolean flag(String name) {
        JsonNode value = optional(name);
        if (value != null && !value.isBoolean()) {
            add(new FieldError(at(name), "wrong_type", "boolean"));
            return false;
        }
        return value != null && value.booleanValue();
    }

    /** A field of any kind that must be there. */
    public @Nullable JsonNode required(String name) {
        JsonNode value = optional(name);
        return value == null && object.isObject() ? fault(name, "required", "") : value;
    }

    /** A field of any kind; null where it is missing or null. */
    public @Nullable JsonNode optional(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** Adds a fault of a field. */
    @CanIgnoreReturnValue
    public <T> @Nullable T fault(String name, String code, String argument) {
        add(new FieldError(at(name), code, argument));
        return null;
    }

    private void add(FieldError fault) {
        if (errors.size() < MOST_FAULTS) {
            errors.add(fault);
        }
    }

    /** The pointer to a field. */
    public String at(String name) {
        return FieldError.pointer(pointer, name);
    }
}
