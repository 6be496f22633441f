package dev.meridian.platform.messaging;

/**
 * Hears of gaps, to fetch from the owner what Kafka did not bring. Published as a bean; without one, a gap is counted
 * and stays open until its events arrive late or its retention ends.
 */
@FunctionalInterface
public interface GapHealing {

    /**
     * A gap was noticed. Called on the consumer's thread once the gap is recorded and committed, so it only takes a
     * note; it may be called again for a gap it knows. What it missed by a crash is in {@link SequenceGaps#open}.
     */
    void noticed(SequenceGap gap);

    /**
     * Kafka has dropped events of the topic before the consumer read them: the center is new, or was away for longer than
     * the topic is kept. Called on the consumer's thread, so it only takes a note.
     *
     * @param topic the topic family
     */
    default void dropped(String consumer, String topic) {
        // Whoever only heals single gaps is told of those that show.
    }
}
