package dev.meridian.customer.catalogue;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A declared property of an event.
 *
 * @param rule what its value may be
 * @param personal whether it says who somebody is or how to reach them: then it is never shareable
 * @param shareable whether other centers are told it
 */
record EventProperty(ValueRule rule, boolean personal, boolean shareable) {

    /** Whether a value is as declared; fields that nobody declared are no fault. */
    boolean accepts(JsonNode value) {
        Findings findings = new Findings();
        rule.check(value, "", findings);
        return !value.isNull() && findings.faults().isEmpty();
    }

    /** What other centers are told of a value that is as declared. */
    JsonNode shareable(JsonNode value) {
        if (rule instanceof ValueRule.ListOf(ValueRule.Fields fields, int _)) {
            ArrayNode shared = JsonNodeFactory.instance.arrayNode();
            value.values().forEach(item -> shared.add(fields.shareable(item)));
            return shared;
        }
        return value;
    }
}
