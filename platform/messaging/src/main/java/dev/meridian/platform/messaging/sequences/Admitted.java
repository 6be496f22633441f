package dev.meridian.platform.messaging.sequences;

import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.SequenceGap;
import java.util.List;

/**
 * What is left of a batch once repeats are out.
 *
 * @param fresh in the order in which they came
 * @param noticed gaps that opened, which count once the transaction has committed
 */
public record Admitted(List<IncomingEvent> fresh, List<SequenceGap> noticed) {

    public Admitted {
        fresh = List.copyOf(fresh);
        noticed = List.copyOf(noticed);
    }
}
