package dev.meridian.tag.segments;

import dev.meridian.platform.json.OwnJson;
import dev.meridian.tag.rules.Rule;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;

/** Rules as the database keeps them. */
final class RuleJson {

    private RuleJson() {}

    static String write(Rule rule) {
        return OwnJson.write(rule.json());
    }

    static Rule read(String json) {
        return switch (RuleParser.parse(OwnJson.read(json, Object.class), "")) {
            case RuleReading.Accepted accepted -> accepted.rule();
            case RuleReading.Refused refused ->
                throw new IllegalStateException("A stored rule cannot be read: " + refused.faults());
        };
    }
}
