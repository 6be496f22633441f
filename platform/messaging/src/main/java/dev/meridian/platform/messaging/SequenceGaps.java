package dev.meridian.platform.messaging;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What consumers know to be missing, and how far they have come; for whoever rebuilds them from the owner's state. */
public interface SequenceGaps {

    /** The oldest open gaps of the consumer. */
    List<SequenceGap> open(String consumer, int max);

    /**
     * Closes what is open of the gap, because its content was fetched otherwise; in the running transaction, which holds
     * that content's effect. An event of it that still arrives is then a repeat.
     *
     * @return whether anything was open
     */
    boolean close(SequenceGap gap);

    /**
     * Notes that the consumer knows the effect of all events of these keys up to these sequences, as after reading a
     * snapshot; in the running transaction. Never goes back: a key that has come further stays there, with its open gaps
     * up to that sequence closed.
     *
     * @param sequences by key
     */
    void caughtUp(String consumer, String topic, Map<String, Long> sequences);

    /**
     * How far the consumer has come in these keys, and nobody hears more of them until the transaction ends. A live event
     * takes the same locks first.
     *
     * @return the last sequence by key; keys never heard of are left out
     */
    Map<String, Long> lock(String consumer, String topic, Collection<String> keys);
}
