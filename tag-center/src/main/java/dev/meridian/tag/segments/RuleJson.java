package dev.meridian.tag.segments;

import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Rules as the database keeps them. */
final class RuleJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private RuleJson() {}

    static String write(Rule rule) {
        return MAPPER.writeValueAsString(rule.json());
    }

    static Rule read(String json) {
        return switch (RuleParser.parse(MAPPER.readValue(json, Object.class), "")) {
            case RuleReading.Accepted accepted -> accepted.rule();
            case RuleReading.Refused refused ->
                throw new IllegalStateException("A stored rule cannot be read: " + refused.faults());
        };
    }
}
