package dev.meridian.tag.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A truth over all time, as far as it follows from facts already known: what it was before everything, and the instants
 * at which it turns into its opposite.
 *
 * @param initially before the first flip
 * @param flips strictly ascending; the new value holds from the instant itself on
 */
public record Timeline(boolean initially, List<Instant> flips) {

    public Timeline {
        flips = List.copyOf(flips);
    }

    static Timeline constant(boolean value) {
        return new Timeline(value, List.of());
    }

    /** The value at an instant. */
    public boolean at(Instant now) {
        return initially ^ (flipsUntil(now) % 2 == 1);
    }

    /** The first flip later than the instant; null where time alone changes nothing any more. */
    public @Nullable Instant nextFlipAfter(Instant now) {
        int passed = flipsUntil(now);
        return passed < flips.size() ? flips.get(passed) : null;
    }

    /** The last flip at the instant or before; null where there was none. */
    public @Nullable Instant lastFlipUntil(Instant now) {
        int passed = flipsUntil(now);
        return passed > 0 ? flips.get(passed - 1) : null;
    }

    private int flipsUntil(Instant now) {
        int found = Collections.binarySearch(flips, now);
        return found >= 0 ? found + 1 : -found - 1;
    }

    Timeline negated() {
        return new Timeline(!initially, flips);
    }

    static Timeline all(List<Timeline> parts) {
        return combined(parts, true);
    }

    static Timeline any(List<Timeline> parts) {
        return combined(parts, false);
    }

    /** True while every part (or, not unanimous, at least one part) is true. */
    private static Timeline combined(List<Timeline> parts, boolean unanimous) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        TreeSet<Instant> instants = new TreeSet<>();
        parts.forEach(part -> instants.addAll(part.flips));
        boolean initially = unanimous
                ? parts.stream().allMatch(Timeline::initially)
                : parts.stream().anyMatch(Timeline::initially);
        List<Instant> flips = new ArrayList<>();
        boolean before = initially;
        for (Instant instant : instants) {
            boolean now = unanimous
                    ? parts.stream().allMatch(part -> part.at(instant))
                    : parts.stream().anyMatch(part -> part.at(instant));
            if (now != before) {
                flips.add(instant);
                before = now;
            }
        }
        return new Timeline(initially, flips);
    }
}
