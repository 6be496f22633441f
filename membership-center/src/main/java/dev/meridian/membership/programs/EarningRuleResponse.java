package dev.meridian.membership.programs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/** A rule on the wire. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EarningRuleResponse(
        String key,
        int version,
        String eventType,
        String amountProperty,
        BigDecimal pointsPerUnit,
        String rounding,
        @Nullable BigDecimal minimumAmount,
        @Nullable Long maximumPoints,
        @Nullable String validity,
        Instant inForceSince) {

    static EarningRuleResponse from(EarningRule rule) {
        EarningTerms terms = rule.terms();
        Period validity = terms.validity();
        return new EarningRuleResponse(
                rule.key().value(),
                rule.version(),
                terms.eventType(),
                terms.amountProperty(),
                terms.pointsPerUnit(),
                "floor",
                terms.minimumAmount(),
                terms.maximumPoints(),
                validity == null ? null : validity.toString(),
                rule.inForceSince());
    }
}
