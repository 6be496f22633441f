package dev.meridian.tag.rules;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a value is held against: checks that must all hold.
 *
 * @param checks one or more, no comparator twice
 */
public record Comparison(List<Check> checks) {

    public Comparison {
        checks = List.copyOf(checks);
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("A comparison without a check would hold for everything");
        }
    }

    /** Whether the value satisfies every check; null is a value that is missing. */
    public boolean holds(@Nullable Scalar actual) {
        for (Check check : checks) {
            if (!check.holds(actual)) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code sum / count} satisfies every check, without dividing. */
    public boolean holdsForFraction(BigDecimal sum, long count) {
        for (Check check : checks) {
            if (!check.holdsForFraction(sum, count)) {
                return false;
            }
        }
        return true;
    }

    /** The comparison as rules write it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        checks.forEach(check -> json.put(check.comparator(), check.operand()));
        return json;
    }
}
