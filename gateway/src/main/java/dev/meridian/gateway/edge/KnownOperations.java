package dev.meridian.gateway.edge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every operation the API documents describe, found by the path of a request. A path that is written out goes before
 * one with a variable in the same place, as OpenAPI says, so {@code /api/customers/lookup} is never a customer.
 */
final class KnownOperations {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final Place root = new Place();

    /** Takes in the paths of one OpenAPI document, as it was parsed. */
    void add(Map<?, ?> document) {
        if (!(document.get("paths") instanceof Map<?, ?> paths)) {
            return;
        }
        paths.forEach((path, item) -> {
            if (item instanceof Map<?, ?> operations) {
                Place place = root;
                for (String segment : segments(path.toString())) {
                    place = place.below(segment);
                }
                for (Object method : operations.keySet()) {
                    if (METHODS.contains(method.toString())) {
                        boolean ignored = place.methods.add(method.toString().toUpperCase(java.util.Locale.ROOT));
                    }
                }
            }
        });
    }

    /** The methods an address takes; empty when there is no such address. */
    Optional<SortedSet<String>> methodsAt(String path) {
        Place found = find(root, segments(path), 0);
        return found == null ? Optional.empty() : Optional.of(found.methods);
    }

    private static @Nullable Place find(Place place, List<String> segments, int depth) {
        if (depth == segments.size()) {
            return place.methods.isEmpty() ? null : place;
        }
        String segment = segments.get(depth);
        Place named = place.named.get(segment);
        Place found = named == null ? null : find(named, segments, depth + 1);
        if (found == null && place.variable != null && !segment.isEmpty()) {
            found = find(place.variable, segments, depth + 1);
        }
        return found;
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    /** One step of a path. */
    private static final class Place {

        private final Map<String, Place> named = new HashMap<>();
        private final SortedSet<String> methods = new TreeSet<>();
        private @Nullable Place variable;

        Place below(String segment) {
            if (!segment.startsWith("{")) {
                return named.computeIfAbsent(segment, name -> new Place());
            }
            if (variable == null) {
                variable = new Place();
            }
            return variable;
        }
    }
}
