package dev.meridian.membership.programs;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One version of a rule by which members earn. A version never changes; an event is judged by the version in force when
 * it is processed.
 *
 * @param program the programme whose members earn
 * @param currency what they earn
 * @param key names the rule within its programme
 * @param version from 1
 * @param terms what it says
 * @param inForceSince when this version replaced the one before
 */
public record EarningRule(
        ProgramKey program, String currency, RuleKey key, int version, EarningTerms terms, Instant inForceSince) {

    /** What an audit record says of it. */
    Map<String, ?> described() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("version", version);
        description.put("eventType", terms.eventType());
        description.put("amountProperty", terms.amountProperty());
        description.put("pointsPerUnit", terms.pointsPerUnit().toPlainString());
        if (terms.minimumAmount() != null) {
            description.put("minimumAmount", terms.minimumAmount().toPlainString());
        }
        if (terms.maximumPoints() != null) {
            description.put("maximumPoints", terms.maximumPoints());
        }
        if (terms.validity() != null) {
            description.put("validity", terms.validity().toString());
        }
        return description;
    }
}
