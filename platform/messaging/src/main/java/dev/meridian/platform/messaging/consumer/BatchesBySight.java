package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.EventSubscription.Sight;
import dev.meridian.platform.messaging.parking.Delivery;
import dev.meridian.platform.messaging.sequences.StreamKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Parts a batch into few ones that are each handled in one sight. Events of one topic and key stay in their order, also
 * where brands alternate; events of different keys may change places.
 */
final class BatchesBySight {

    private final List<Part> parts = new ArrayList<>();
    private final Map<BrandScope, List<Integer>> positionsByScope = new HashMap<>();
    private final Map<StreamKey, Integer> lastPosition = new HashMap<>();

    private BatchesBySight() {}

    static List<Part> of(Sight sight, List<Delivery> deliveries) {
        BatchesBySight batches = new BatchesBySight();
        deliveries.forEach(delivery -> batches.add(sight.of(delivery.event()), delivery));
        return batches.parts;
    }

    private void add(BrandScope scope, Delivery delivery) {
        StreamKey key = delivery.stream();
        int earliest = lastPosition.getOrDefault(key, 0);
        List<Integer> positions = positionsByScope.computeIfAbsent(scope, unused -> new ArrayList<>());
        int position = positions.stream()
                .filter(candidate -> candidate >= earliest)
                .findFirst()
                .orElseGet(() -> {
                    parts.add(new Part(scope, new ArrayList<>()));
                    positions.add(parts.size() - 1);
                    return parts.size() - 1;
                });
        parts.get(position).deliveries().add(delivery);
        lastPosition.put(key, position);
    }

    /** Events that are handled together. */
    record Part(BrandScope scope, List<Delivery> deliveries) {}
}
