package dev.meridian.tag.segments;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.tag.rules.RuleReading;
import java.util.Locale;

/** What may be wrong with a rule. */
public enum RuleProblem implements ProblemType {
    /** The rule is not a sentence of the rule language. */
    INVALID_RULE,
    /** It is one, but asks for something this center does not evaluate. */
    UNSUPPORTED_CONDITION;

    private static final int UNPROCESSABLE = 422;

    /** The problem to answer a refused rule with. */
    public static Problem of(RuleReading.Refused refused) {
        return Problem.invalid(refused.isUnsupported() ? UNSUPPORTED_CONDITION : INVALID_RULE, refused.faults());
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int status() {
        return UNPROCESSABLE;
    }
}
