package dev.meridian.tag.facts;

import dev.meridian.tag.rules.CustomerFacts;
import dev.meridian.tag.rules.Fact;
import dev.meridian.tag.rules.Scalar;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What was read of one customer in the eyes of one scope: for a brand, from the brand alone.
 *
 * @param activity what the customer did
 * @param views what each source profile says
 */
public record CustomerRecord(List<Fact> activity, List<View> views) {

    /** Nothing was found. */
    public static final CustomerRecord EMPTY = new CustomerRecord(List.of(), List.of());

    public CustomerRecord {
        activity = List.copyOf(activity);
        views = List.copyOf(views);
    }

    /** What one source profile says. */
    public record View(UUID sourceProfileId, String brand, Map<String, Observed> attributes) {
        public View {
            attributes = Map.copyOf(attributes);
        }
    }

    /** A value and when the brand observed it. */
    public record Observed(Scalar value, Instant observedAt) {}

    /** The same before these interactions. */
    public CustomerRecord without(Set<UUID> interactions) {
        return interactions.isEmpty()
                ? this
                : new CustomerRecord(
                        activity.stream()
                                .filter(fact -> !interactions.contains(fact.interactionId()))
                                .toList(),
                        views);
    }

    /** What a rule may know: what the customer did, and of each attribute the value observed last. */
    public CustomerFacts facts() {
        return new CustomerFacts(golden(views), activity);
    }

    private record Candidate(UUID sourceProfileId, Observed observed) {

        /** Of two observations of one instant the one of the greater source profile counts. */
        boolean isLaterThan(Candidate other) {
            int order = observed.observedAt().compareTo(other.observed.observedAt());
            if (order != 0) {
                return order > 0;
            }
            // As text, UUIDs sort as their bytes do; UUID.compareTo takes the halves for signed numbers.
            return sourceProfileId.toString().compareTo(other.sourceProfileId.toString()) > 0;
        }
    }

    private static Map<String, Scalar> golden(List<View> views) {
        Map<String, Candidate> best = new HashMap<>();
        for (View view : views) {
            view.attributes()
                    .forEach((name, observed) -> best.merge(
                            name,
                            new Candidate(view.sourceProfileId(), observed),
                            (before, now) -> now.isLaterThan(before) ? now : before));
        }
        Map<String, Scalar> values = new HashMap<>();
        best.forEach((name, candidate) -> values.put(name, candidate.observed().value()));
        return values;
    }
}
