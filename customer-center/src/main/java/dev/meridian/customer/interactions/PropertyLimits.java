package dev.meridian.customer.interactions;

import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.problems.FieldError;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What an event's properties may be, so that one event cannot cost what a thousand do. */
final class PropertyLimits {

    private static final int MOST_KEYS = 64;
    private static final int DEEPEST = 3;
    private static final int MOST_BYTES = 32 * 1024;
    private static final int LONGEST_KEY = 128;
    private static final int MOST_DIGITS = 38;

    private PropertyLimits() {}

    static void check(JsonNode properties, String pointer, List<FieldError> errors) {
        if (!properties.isObject()) {
            errors.add(new FieldError(pointer, "wrong_type", "object"));
        } else if (properties.size() > MOST_KEYS) {
            errors.add(new FieldError(pointer, "too_many", String.valueOf(MOST_KEYS)));
        } else if (OwnJson.write(properties).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            errors.add(new FieldError(pointer, "too_large", String.valueOf(MOST_BYTES)));
        } else {
            descend(properties, pointer, 1, errors);
        }
    }

    private static void descend(JsonNode node, String pointer, int depth, List<FieldError> errors) {
        if (node.isContainer() && depth > DEEPEST) {
            errors.add(new FieldError(pointer, "too_deep", String.valueOf(DEEPEST)));
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                String name = property.getKey();
                if (name.isEmpty() || name.length() > LONGEST_KEY || !Texts.isWellFormed(name)) {
                    errors.add(new FieldError(pointer, "invalid_key", String.valueOf(LONGEST_KEY)));
                } else {
                    descend(property.getValue(), FieldError.pointer(pointer, name), depth + 1, errors);
                }
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                descend(node.get(i), pointer + "/" + i, depth + 1, errors);
            }
        } else if (node.isString() && !Texts.isWellFormed(node.stringValue())) {
            errors.add(new FieldError(pointer, "invalid_character"));
        } else if (node.isNumber() && !fits(node.decimalValue())) {
            errors.add(new FieldError(pointer, "number_out_of_range", String.valueOf(MOST_DIGITS)));
        }
    }

    private static boolean fits(BigDecimal number) {
        return number.precision() <= MOST_DIGITS
                && number.scale() <= MOST_DIGITS
                && number.precision() - number.scale() <= MOST_DIGITS;
    }
}
