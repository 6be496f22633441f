package dev.meridian.customer.identity;

import dev.meridian.platform.kernel.Brand;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Evidence: a brand saw these identifiers together.
 *
 * @param brand who saw them
 * @param source what kind of evidence it is
 * @param evidence what to look up when somebody asks why, such as the event's id
 * @param observedAt when they were seen
 * @param identifiers at least one, in the order they were given
 */
public record Observation(Brand brand, Source source, String evidence, Instant observedAt, List<Sighting> identifiers) {

    public Observation {
        identifiers = List.copyOf(identifiers);
        if (identifiers.isEmpty()) {
            throw new IllegalArgumentException("An observation has at least one identifier");
        }
    }

    /**
     * One identifier of the evidence.
     *
     * @param verified whether the brand has checked that it is the customer's
     */
    public record Sighting(Identifier identifier, boolean verified) {}

    /** Where evidence comes from. */
    public enum Source {
        EVENT,
        IDENTIFY;

        /** Its name in the database. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
