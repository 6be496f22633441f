package dev.meridian.customer.profile;

import dev.meridian.platform.kernel.Texts;
import dev.meridian.platform.problems.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import tools.jackson.databind.JsonNode;

/**
 * Which attributes there are. What is not in the catalogue is refused: a misspelt name would otherwise be a fact that
 * nobody ever finds.
 *
 * @param attributes each name once
 */
@ConfigurationProperties("meridian.customer.profile")
record AttributeCatalogue(List<AttributeDefinition> attributes) {

    private static final int LONGEST = 256;

    AttributeCatalogue {
        attributes = List.copyOf(attributes);
        if (attributes.stream().map(AttributeDefinition::name).distinct().count() != attributes.size()) {
            throw new IllegalArgumentException("An attribute is defined twice");
        }
    }

    /** The definitions by name. */
    Map<String, AttributeDefinition> byName() {
        return attributes.stream().collect(Collectors.toMap(AttributeDefinition::name, Function.identity()));
    }

    /**
     * Reads the attributes of a request; a null value is a removal.
     *
     * @param errors where faults are collected
     */
    List<AttributeChange> read(JsonNode node, String pointer, AttributeType.Now now, List<FieldError> errors) {
        List<AttributeChange> changes = new ArrayList<>();
        if (!node.isObject()) {
            errors.add(new FieldError(pointer, "wrong_type", "object"));
            return changes;
        }
        Map<String, AttributeDefinition> known = byName();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String at = FieldError.pointer(pointer, property.getKey());
            AttributeDefinition definition = known.get(property.getKey());
            if (definition == null) {
                errors.add(new FieldError(at, "unknown_attribute"));
            } else if (property.getValue().isNull()) {
                changes.add(AttributeChange.removal(definition));
            } else {
                value(definition, property.getValue(), now)
                        .ifPresentOrElse(
                                value -> changes.add(new AttributeChange(definition, value)),
                                () -> errors.add(new FieldError(at, "invalid_value", expected(definition))));
            }
        }
        return changes;
    }

    private static Optional<String> value(AttributeDefinition definition, JsonNode value, AttributeType.Now now) {
        return definition
                .type()
                .normal(value, now)
                .filter(normal -> normal.length() <= LONGEST && Texts.isWellFormed(normal))
                .filter(normal ->
                        definition.values().isEmpty() || definition.values().contains(normal));
    }

    private static String expected(AttributeDefinition definition) {
        return definition.type() == AttributeType.CHOICE
                ? String.join(", ", definition.values())
                : definition.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
