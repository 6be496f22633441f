package dev.meridian.tag.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What the index says of a rule.
 *
 * @param count customers that match
 * @param sample ten of them at most, smallest ids first
 * @param breakdown how many have each value, by attribute, most frequent first
 */
public record SearchAnswer(long count, List<UUID> sample, Map<String, List<Bucket>> breakdown) {

    public SearchAnswer {
        sample = List.copyOf(sample);
        breakdown = Collections.unmodifiableMap(new LinkedHashMap<>(breakdown));
    }

    /** A value and how many customers have it. */
    public record Bucket(String value, long count) {}
}
