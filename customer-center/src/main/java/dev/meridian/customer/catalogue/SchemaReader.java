package dev.meridian.customer.catalogue;

import dev.meridian.customer.catalogue.ValueRule.Text.Format;
import dev.meridian.platform.json.JsonFields;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.problems.FieldError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the JSON Schema of an event type. What is not understood is refused: a word that did nothing would mislead. */
final class SchemaReader {

    static final int MOST_BYTES = 32 * 1024;
    private static final int MOST_PROPERTIES = 64;
    private static final int MOST_FIELDS_OF_AN_ITEM = 32;
    private static final int MOST_VALUES = 100;
    private static final int MOST_ITEMS = 500;
    private static final int LONGEST_SHARED = 256;
    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_TITLE = 128;
    private static final int LONGEST_DESCRIPTION = 500;
    private static final int LONGEST_UNIT = 32;
    private static final int LARGEST_SCALE = 6;
    private static final BigDecimal LARGEST = new BigDecimal("1000000000000000");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]{0,63}");
    private static final Set<String> ROOT = Set.of(
            "$schema", "$id", "title", "x-title-zh", "description", "type", "required", "properties", "examples");
    private static final Set<String> ABOUT =
            Set.of("type", "title", "x-title-zh", "description", "x-unit", "x-personal", "x-shareable", "examples");
    private static final Map<String, Set<String>> WORDS = Map.of(
            "string", Set.of("minLength", "maxLength", "enum", "format"),
            "number", Set.of("minimum", "maximum", "multipleOf"),
            "integer", Set.of("minimum", "maximum"),
            "boolean", Set.of(),
            "array", Set.of("items", "maxItems"),
            "object", Set.of());

    private final List<FieldError> errors;

    private SchemaReader(List<FieldError> errors) {
        this.errors = errors;
    }

    /**
     * Reads a schema.
     *
     * @param errors where faults are collected
     * @return null if there were any
     */
    static ValueRule.@Nullable Fields read(JsonNode document, List<FieldError> errors) {
        SchemaReader reader = new SchemaReader(errors);
        ValueRule.Fields content = reader.root(document);
        return errors.isEmpty() ? content : null;
    }

    private ValueRule.@Nullable Fields root(JsonNode document) {
        JsonFields fields = new JsonFields(document, "", errors);
        if (!document.isObject()) {
            return null;
        }
        if (OwnJson.write(document).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            errors.add(new FieldError("", "too_large", String.valueOf(MOST_BYTES)));
            return null;
        }
        fields.refuseOthers(ROOT);
        titles(fields);
        if (!"object".equals(fields.text("type", LONGEST_UNIT))) {
            errors.add(new FieldError("/type", "invalid_value", "object"));
        }
        return fields(document, "", MOST_PROPERTIES, false);
    }

    private ValueRule.Fields fields(JsonNode document, String pointer, int most, boolean scalarsOnly) {
        JsonNode properties = document.path("properties");
        Map<String, EventProperty> declared = new LinkedHashMap<>();
        if (!properties.isObject()) {
            errors.add(new FieldError(pointer + "/properties", "required"));
        } else if (properties.size() > most) {
            errors.add(new FieldError(pointer + "/properties", "too_many", String.valueOf(most)));
        } else {
            for (Map.Entry<String, JsonNode> each : properties.properties()) {
                String at = FieldError.pointer(pointer + "/properties", each.getKey());
                if (!NAME.matcher(each.getKey()).matches()) {
                    errors.add(new FieldError(at, "invalid_property_name"));
                }
                EventProperty property = property(each.getValue(), at, scalarsOnly);
                if (property != null) {
                    declared.put(each.getKey(), property);
                }
            }
        }
        return new ValueRule.Fields(declared, required(document.path("required"), pointer + "/required", properties));
    }

    private Set<String> required(JsonNode names, String pointer, JsonNode properties) {
        Set<String> required = new LinkedHashSet<>();
        if (!names.isMissingNode() && !names.isArray()) {
            errors.add(new FieldError(pointer, "wrong_type", "array"));
        }
        for (JsonNode name : names.values()) {
            if (name.isString() && properties.has(name.stringValue())) {
                required.add(name.stringValue());
            } else {
                errors.add(new FieldError(pointer, "undeclared_property"));
            }
        }
        return required;
    }

    private @Nullable EventProperty property(JsonNode node, String pointer, boolean scalarOnly) {
        JsonFields fields = new JsonFields(node, pointer, errors);
        String type = typeOf(fields, node, pointer, scalarOnly);
        if (type == null) {
            return null;
        }
        titles(fields);
        boolean personal = said(fields, "x-personal");
        boolean shareable = said(fields, "x-shareable");
        if (personal && shareable) {
            errors.add(new FieldError(pointer, "personal_and_shareable"));
        }
        if (type.equals("object") && shareable) {
            errors.add(new FieldError(pointer + "/x-shareable", "object_not_shareable"));
        }
        if (fields.optional("x-unit") != null) {
            String ignored = fields.text("x-unit", LONGEST_UNIT);
        }
        ValueRule rule = type.equals("array") ? list(fields, pointer, shareable) : rule(type, fields, shareable);
        return rule == null ? null : new EventProperty(rule, personal, shareable);
    }

    private @Nullable String typeOf(JsonFields fields, JsonNode node, String pointer, boolean scalarOnly) {
        if (!node.isObject()) {
            return null;
        }
        String type = fields.text("type", LONGEST_UNIT);
        if (type == null) {
            return null;
        }
        Set<String> words = WORDS.get(type);
        boolean scalar = !type.equals("array") && !type.equals("object");
        if (words == null || scalarOnly && !scalar) {
            return fields.fault(
                    "type",
                    "invalid_value",
                    "string, number, integer, boolean" + (scalarOnly ? "" : ", array, object"));
        }
        Set<String> known = new LinkedHashSet<>(ABOUT);
        known.addAll(words);
        fields.refuseOthers(known);
        return type;
    }

    /** A title in both languages, so that a marketer can read what a property is. */
    private static void titles(JsonFields fields) {
        String ignoredTitle = fields.text("title", LONGEST_TITLE);
        String ignoredChinese = fields.text("x-title-zh", LONGEST_TITLE);
        if (fields.optional("description") != null) {
            String ignoredDescription = fields.text("description", LONGEST_DESCRIPTION);
        }
    }

    /** A truth value that has to be said: what leaves the center is never decided by leaving something out. */
    private static boolean said(JsonFields fields, String name) {
        return fields.required(name) != null && fields.flag(name);
    }

    private @Nullable ValueRule list(JsonFields fields, String pointer, boolean shareable) {
        int most = limit(fields, "maxItems", MOST_ITEMS, MOST_ITEMS);
        JsonNode items = fields.required("items");
        if (items == null) {
            return null;
        }
        String at = pointer + "/items";
        JsonFields item = new JsonFields(items, at, errors);
        if (!items.isObject()) {
            return null;
        }
        if (items.path("type").asString("").equals("object")) {
            item.refuseOthers(Set.of("type", "required", "properties"));
            return new ValueRule.ListOf(fields(items, at, MOST_FIELDS_OF_AN_ITEM, true), most);
        }
        String type = item.text("type", LONGEST_UNIT);
        Set<String> words = type == null || type.equals("array") ? null : WORDS.get(type);
        if (type == null || words == null) {
            return item.fault("type", "invalid_value", "string, number, integer, boolean, object");
        }
        Set<String> known = new LinkedHashSet<>(words);
        known.add("type");
        item.refuseOthers(known);
        ValueRule rule = rule(type, item, shareable);
        return rule == null ? null : new ValueRule.ListOf(rule, most);
    }

    private static @Nullable ValueRule rule(String type, JsonFields fields, boolean shareable) {
        return switch (type) {
            case "string" -> text(fields, shareable ? LONGEST_SHARED : LONGEST);
            case "number" -> decimal(fields, scale(fields));
            case "integer" -> decimal(fields, 0);
            case "boolean" -> new ValueRule.Flag();
            case "object" -> new ValueRule.Opaque();
            default -> null;
        };
    }

    private static ValueRule text(JsonFields fields, int longest) {
        Set<String> allowed = new LinkedHashSet<>();
        JsonNode values = fields.optional("enum");
        if (values != null && (!values.isArray() || values.isEmpty() || values.size() > MOST_VALUES)) {
            fields.fault("enum", "too_many", String.valueOf(MOST_VALUES));
        } else if (values != null) {
            for (JsonNode value : values.values()) {
                if (value.isString() && value.stringValue().length() <= LONGEST_TITLE) {
                    allowed.add(value.stringValue());
                } else {
                    fields.fault("enum", "wrong_type", "string");
                }
            }
        }
        Format format = Format.PLAIN;
        if (fields.optional("format") != null) {
            String name = fields.text("format", LONGEST_UNIT);
            switch (name) {
                case "date" -> format = Format.DATE;
                case "date-time" -> format = Format.DATE_TIME;
                case null, default -> fields.fault("format", "invalid_value", "date, date-time");
            }
        }
        int most = limit(fields, "maxLength", longest, longest);
        return new ValueRule.Text(limit(fields, "minLength", 0, most), most, format, allowed);
    }

    private static ValueRule decimal(JsonFields fields, int scale) {
        BigDecimal least = number(fields, "minimum", LARGEST.negate());
        BigDecimal most = number(fields, "maximum", LARGEST);
        if (least.compareTo(most) > 0) {
            fields.fault("maximum", "invalid_value", least.toPlainString());
        }
        return new ValueRule.Decimal(scale, least, most);
    }

    /** A power of ten up to one: how many digits after the point are exact. */
    private static int scale(JsonFields fields) {
        BigDecimal step = number(fields, "multipleOf", BigDecimal.ONE.movePointLeft(LARGEST_SCALE));
        for (int scale = 0; scale <= LARGEST_SCALE; scale++) {
            if (step.compareTo(BigDecimal.ONE.movePointLeft(scale)) == 0) {
                return scale;
            }
        }
        fields.fault("multipleOf", "invalid_value", "1, 0.1, 0.01, 0.001, 0.0001, 0.00001, 0.000001");
        return 0;
    }

    private static BigDecimal number(JsonFields fields, String name, BigDecimal absent) {
        JsonNode value = fields.optional(name);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber()) {
            fields.fault(name, "wrong_type", "number");
            return absent;
        }
        BigDecimal number = value.decimalValue();
        // Compared first, so that 1e999999999 is never written out.
        if (number.abs().compareTo(LARGEST) > 0 || number.scale() > LARGEST_SCALE * 2) {
            fields.fault(name, "number_out_of_range", String.valueOf(LARGEST.precision() - 1));
            return absent;
        }
        return number;
    }

    private static int limit(JsonFields fields, String name, int absent, int most) {
        JsonNode value = fields.optional(name);
        if (value == null) {
            return absent;
        }
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > most) {
            fields.fault(name, "number_out_of_limits", "0 – " + most);
            return absent;
        }
        return value.intValue();
    }

    /** All faults of a schema that should have none. */
    static ValueRule.Fields readOwn(JsonNode document, String name) {
        List<FieldError> errors = new ArrayList<>();
        ValueRule.Fields content = read(document, errors);
        if (content == null) {
            throw new IllegalStateException("The schema of " + name + " is wrong: " + errors);
        }
        return content;
    }
}
