package dev.meridian.customer.catalogue;

import dev.meridian.platform.problems.FieldError;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a property's value may be: the part of JSON Schema that events need, closed on purpose. There are no patterns, so
 * no brand's schema can make an event expensive to check, and no references, so a schema means what it says.
 */
sealed interface ValueRule {

    /** Notes what is wrong with a value, and what in it nobody declared. */
    void check(JsonNode value, String pointer, Findings findings);

    /** Text. @param allowed the only values there are; empty for any */
    record Text(int shortest, int longest, Format format, Set<String> allowed) implements ValueRule {

        /** What kind of text. */
        enum Format {
            PLAIN,
            DATE,
            DATE_TIME
        }

        public Text {
            allowed = Set.copyOf(allowed);
        }

        @Override
        public void check(JsonNode value, String pointer, Findings findings) {
            if (!value.isString()) {
                findings.fault(pointer, "wrong_type", "string");
                return;
            }
            String text = value.stringValue();
            if (text.length() > longest) {
                findings.fault(pointer, "too_long", String.valueOf(longest));
            } else if (text.length() < shortest) {
                findings.fault(pointer, "required", "");
            } else if (!allowed.isEmpty() && !allowed.contains(text)) {
                findings.fault(
                        pointer,
                        "invalid_value",
                        String.join(", ", allowed.stream().sorted().toList()));
            } else if (!hasFormat(text)) {
                findings.fault(pointer, format == Format.DATE ? "invalid_date" : "invalid_instant", "");
            }
        }

        private boolean hasFormat(String text) {
            try {
                return switch (format) {
                    case PLAIN -> true;
                    case DATE -> LocalDate.parse(text).getYear() > 0;
                    case DATE_TIME -> OffsetDateTime.parse(text).getYear() > 0;
                };
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    /** An exact decimal. @param scale the most digits after the point */
    record Decimal(int scale, BigDecimal least, BigDecimal most) implements ValueRule {

        @Override
        public void check(JsonNode value, String pointer, Findings findings) {
            if (!value.isNumber()) {
                findings.fault(pointer, "wrong_type", scale == 0 ? "integer" : "number");
                return;
            }
            BigDecimal number = value.decimalValue();
            if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
                findings.fault(pointer, "number_out_of_limits", least.toPlainString() + " – " + most.toPlainString());
            } else if (number.signum() != 0 && number.stripTrailingZeros().scale() > scale) {
                findings.fault(pointer, "too_precise", String.valueOf(scale));
            }
        }
    }

    /** True or false. */
    record Flag() implements ValueRule {

        @Override
        public void check(JsonNode value, String pointer, Findings findings) {
            if (!value.isBoolean()) {
                findings.fault(pointer, "wrong_type", "boolean");
            }
        }
    }

    /** An object of which nothing is said; it never leaves this center. */
    record Opaque() implements ValueRule {

        @Override
        public void check(JsonNode value, String pointer, Findings findings) {
            if (!value.isObject()) {
                findings.fault(pointer, "wrong_type", "object");
            }
        }
    }

    /** A list. */
    record ListOf(ValueRule items, int most) implements ValueRule {

        @Override
        public void check(JsonNode value, String pointer, Findings findings) {
            if (!value.isArray()) {
                findings.fault(pointer, "wrong_type", "array");
            } else if (value.size() > most) {
                findings.fault(pointer, "too_many", String.valueOf(most));
            } else {
                for (int i = 0; i < value.size(); i++) {
                    items.check(value.get(i), pointer + "/" + i, findings);
                }
            }
        }
    }

    /** An object of declared properties. */
    record Fields(Map<String, EventProperty> properties, Set<String> required) implements ValueRule {

        public Fields {
            properties = Map.copyOf(properties);
            required = Set.copyOf(required);
        }

        @Override
        public void check(JsonNode value, String pointer, Findings findings) {
            if (!value.isObject()) {
                findings.fault(pointer, "wrong_type", "object");
                return;
            }
            for (String name : required) {
                if (value.path(name).isMissingNode() || value.path(name).isNull()) {
                    findings.fault(FieldError.pointer(pointer, name), "required", "");
                }
            }
            for (Map.Entry<String, JsonNode> sent : value.properties()) {
                String at = FieldError.pointer(pointer, sent.getKey());
                EventProperty declared = properties.get(sent.getKey());
                if (declared == null) {
                    findings.undeclared(new FieldError(at, "undeclared_property"));
                } else if (!sent.getValue().isNull()) {
                    declared.rule().check(sent.getValue(), at, findings);
                }
            }
        }

        /** The part of an object that other centers are told: what is declared shareable and is as declared. */
        ObjectNode shareable(JsonNode value) {
            ObjectNode shared = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> sent : value.properties()) {
                EventProperty declared = properties.get(sent.getKey());
                if (declared != null && declared.shareable() && declared.accepts(sent.getValue())) {
                    shared.set(sent.getKey(), declared.shareable(sent.getValue()));
                }
            }
            return shared;
        }
    }
}
