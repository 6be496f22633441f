package dev.meridian.platform.snapshots;

import java.util.List;

/**
 * Facts about a subject, in order.
 *
 * @param more whether others lie behind the last one
 */
public record Facts(List<Fact> facts, boolean more) {

    public Facts {
        facts = List.copyOf(facts);
        if (more && facts.isEmpty()) {
            throw new IllegalArgumentException("What comes next has to lie behind something");
        }
    }
}
