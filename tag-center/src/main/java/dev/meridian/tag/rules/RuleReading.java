package dev.meridian.tag.rules;

import dev.meridian.platform.problems.FieldError;
import java.util.List;

/** What came of reading a rule. */
public sealed interface RuleReading {

    /** The rule is good. */
    record Accepted(Rule rule) implements RuleReading {}

    /**
     * The rule is not.
     *
     * @param faults every fault found, with a JSON pointer to where it is
     */
    record Refused(List<FieldError> faults) implements RuleReading {

        public Refused {
            faults = List.copyOf(faults);
        }

        /** Whether the rule asks for a condition of the language that this center does not evaluate. */
        public boolean isUnsupported() {
            return faults.stream().anyMatch(fault -> fault.code().equals(RuleFaults.UNSUPPORTED_CONDITION));
        }
    }
}
