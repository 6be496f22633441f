package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.GapHealing;
import dev.meridian.platform.messaging.SequenceGap;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts gaps and passes them on to whoever can heal them. */
public final class GapReport {

    private static final Logger LOG = LoggerFactory.getLogger(GapReport.class);

    private final List<GapHealing> healers;
    private final MeterRegistry meters;

    public GapReport(List<GapHealing> healers, MeterRegistry meters) {
        this.healers = List.copyOf(healers);
        this.meters = meters;
    }

    void noticed(List<SequenceGap> gaps) {
        for (SequenceGap gap : gaps) {
            Counter.builder("meridian.consumer.gaps")
                    .description("Gaps noticed in the sequences of events")
                    .tag("consumer", gap.consumer())
                    .tag("topic", gap.topic())
                    .register(meters)
                    .increment();
            LOG.atWarn()
                    .addKeyValue("consumer", gap.consumer())
                    .addKeyValue("topic", gap.topic())
                    .addKeyValue("key", gap.key())
                    .addKeyValue("first", gap.first())
                    .addKeyValue("last", gap.last())
                    .log("Events of a key have not come although later ones have");
            healers.forEach(healer -> tell(healer, gap));
        }
    }

    private static void tell(GapHealing healer, SequenceGap gap) {
        try {
            healer.noticed(gap);
        } catch (RuntimeException failed) {
            // The gap is recorded: whoever heals finds it there.
            LOG.atWarn().setCause(failed).log("A gap could not be passed on");
        }
    }
}
