package dev.meridian.platform.snapshots;

import dev.meridian.platform.messaging.EventSubscription;
import java.util.List;

/**
 * What a center keeps of another center's facts and can build anew, published as a bean.
 *
 * @param center the center that keeps it
 * @param topic the topic family on which the owner tells again
 * @param requests the topic family on which the owner is asked
 * @param fedBy the consumers of live events that feed it; what is told again goes through the same handlers
 * @param correction what is wrong is put right before that
 */
public record Projection(
        String center, String topic, String requests, List<EventSubscription> fedBy, Correction correction) {

    public Projection {
        fedBy = List.copyOf(fedBy);
        for (EventSubscription follower : fedBy) {
            if (!(follower.sight() instanceof EventSubscription.Sight.WholeGroup)) {
                // A part of a snapshot is one transaction, and a subject may be known to several brands.
                throw new IllegalArgumentException(follower.consumer() + " does not see the whole group");
            }
        }
    }

    /** Handlers add what they hear for the first time; only this takes away, or changes what they leave alone. */
    @FunctionalInterface
    public interface Correction {

        /** For projections whose handlers already make any state right. */
        Correction NONE = parts -> new Corrected(0, () -> {});

        /**
         * Puts right what differs from those of the parts that are comparable; in the transaction in which the events are
         * handled afterwards, with their streams locked.
         */
        Corrected correct(List<ToldPart> parts);
    }

    /**
     * What came of it.
     *
     * @param rows how many rows were wrong
     * @param afterwards what follows from that once the events were handled as well
     */
    public record Corrected(int rows, Runnable afterwards) {}
}
