package dev.meridian.platform.snapshots;

import dev.meridian.platform.messaging.OutgoingEvent;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * All that is known about one subject, such as a customer with everybody who was merged into it.
 *
 * @param id names the subject
 * @param keys the keys under which live events about it were, and are, told; those of everybody it absorbed included
 * @param state the events that make its state when they come in this order, whatever was known before
 * @param facts what happened, from the first on
 */
public record Subject(UUID id, Set<String> keys, List<OutgoingEvent> state, Facts facts) {

    public Subject {
        keys = Set.copyOf(keys);
        state = List.copyOf(state);
    }
}
