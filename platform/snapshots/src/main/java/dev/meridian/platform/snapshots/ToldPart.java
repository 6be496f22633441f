package dev.meridian.platform.snapshots;

import dev.meridian.platform.messaging.IncomingEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A part of what an owner told again about a subject.
 *
 * @param subject whom it is about
 * @param covered between which places all facts of the subject are among the events; null where none are covered
 * @param comparable whether nothing later was heard of the subject, so that what differs from this is wrong
 * @param events the events told again
 */
public record ToldPart(UUID subject, @Nullable Covered covered, boolean comparable, List<IncomingEvent> events) {

    public ToldPart {
        events = List.copyOf(events);
    }

    /**
     * A stretch of facts.
     *
     * @param after the place in front of it; null for the beginning
     * @param upTo its last place; null for the end
     */
    public record Covered(@Nullable Place after, @Nullable Place upTo) {}
}
