package dev.meridian.customer.identity;

import java.util.Comparator;
import java.util.List;

/**
 * An observation made ready for the graph: keys in place of values, strongest first.
 *
 * @param observation what was seen
 * @param joining the identifiers that may join customers, strongest first, each once; at least one
 * @param notes those that may not, by their position
 */
record Evidence(Observation observation, List<Part> joining, List<Resolved.Note> notes) {

    /** One identifier: its key, and where it stood in the observation. */
    record Part(IdentifierKey key, Observation.Sighting sighting, int position) {

        private boolean isWeak(IdentityProperties properties) {
            return properties.weak().contains(key.type()) || SharedPhones.holds(sighting.identifier());
        }
    }

    /** Sorts out what counts. A weak identifier counts only where it stands alone. */
    static Evidence of(Observation observation, List<Part> parts, IdentityProperties properties) {
        Comparator<Part> strength = Comparator.<Part>comparingInt(
                        part -> properties.priority().indexOf(part.key().type()))
                .thenComparing(Part::key);
        List<Part> strong = parts.stream()
                .filter(part -> !part.isWeak(properties))
                .sorted(strength)
                .toList();
        List<Part> counting =
                strong.isEmpty() ? List.of(parts.stream().min(strength).orElseThrow()) : strong;
        List<Resolved.Note> notes = parts.stream()
                .filter(part -> !counting.contains(part))
                .map(part -> new Resolved.Note(part.position(), Resolved.Reason.WEAK_IDENTIFIER))
                .toList();
        return new Evidence(observation, counting, notes);
    }

    Part strongest() {
        return joining.getFirst();
    }
}
