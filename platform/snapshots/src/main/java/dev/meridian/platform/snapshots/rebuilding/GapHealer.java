package dev.meridian.platform.snapshots.rebuilding;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.GapHealing;
import dev.meridian.platform.messaging.SequenceGap;
import dev.meridian.platform.messaging.SequenceGaps;
import dev.meridian.platform.snapshots.Projection;
import dev.meridian.platform.snapshots.messages.SnapshotRequested;
import dev.meridian.platform.snapshots.rebuilding.Rebuild.Reason;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Fetches from the owner what Kafka did not bring: the subjects of single missing events, and everything where Kafka has
 * dropped events before they were read. Looks every few seconds at what is noted as missing, so nothing depends on a
 * signal that a crash may swallow.
 */
final class GapHealer implements GapHealing {

    private static final Logger LOG = LoggerFactory.getLogger(GapHealer.class);
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final Duration KEPT = Duration.ofDays(90);

    private final Projection projection;
    private final SequenceGaps gaps;
    private final Rebuilds rebuilds;
    private final AtomicBoolean lost = new AtomicBoolean();

    GapHealer(Projection projection, SequenceGaps gaps, Rebuilds rebuilds) {
        this.projection = projection;
        this.gaps = gaps;
        this.rebuilds = rebuilds;
    }

    @Override
    public void noticed(SequenceGap gap) {
        // It is noted, and found at the next look.
    }

    @Override
    public void dropped(String consumer, String topic) {
        boolean feeds = projection.fedBy().stream()
                .anyMatch(follower -> follower.consumer().equals(consumer));
        if (feeds) {
            lost.set(true);
        }
    }

    /** Asks for what is missing. */
    @Scheduled(fixedDelayString = "${meridian.snapshots.look:5s}")
    void heal() {
        ActiveBrandScope.run(BrandScope.group(), this::healInGroup);
    }

    private void healInGroup() {
        if (lost.get()) {
            Rebuild rebuild = rebuilds.start(Reason.LOST);
            lost.set(false);
            LOG.atWarn()
                    .addKeyValue("rebuild", rebuild.rebuildId())
                    .log("Events are gone that were never read: their owner is asked for everything");
        }
        int forgotten = rebuilds.tidy(SILENCE, KEPT);
        LOG.atTrace().addKeyValue("rebuilds", forgotten).log("Old rebuilds forgotten");
        Set<String> keys = new LinkedHashSet<>();
        for (EventSubscription follower : projection.fedBy()) {
            for (SequenceGap gap : gaps.open(follower.consumer(), SnapshotRequested.MOST_KEYS)) {
                if (keys.size() < SnapshotRequested.MOST_KEYS
                        && follower.topics().contains(gap.topic())) {
                    keys.add(gap.key());
                }
            }
        }
        if (!keys.isEmpty() && rebuilds.heal(List.copyOf(keys))) {
            LOG.atInfo()
                    .addKeyValue("keys", keys.size())
                    .log("Events are missing: their owner is asked for what they said");
        }
    }
}
