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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
    private static final int LOOKED_AT = 10_000;
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final Duration STANDSTILL = Duration.ofMinutes(30);
    private static final Duration KEPT = Duration.ofDays(90);

    /** A key that its owner has not answered for, because nobody stands behind it, is not asked for all the time. */
    private static final Duration ASKED_AGAIN = Duration.ofMinutes(10);

    private final Projection projection;
    private final SequenceGaps gaps;
    private final Rebuilds rebuilds;
    private final Clock clock;
    private final AtomicBoolean lost = new AtomicBoolean();

    /** When keys were asked for, as far as that matters still. */
    private final Map<String, Instant> asked = new HashMap<>();

    GapHealer(Projection projection, SequenceGaps gaps, Rebuilds rebuilds, Clock clock) {
        this.projection = projection;
        this.gaps = gaps;
        this.rebuilds = rebuilds;
        this.clock = clock;
    }

    @Override
    public void noticed(SequenceGap gap) {
        // It is noted, and found at the next look.
    }

    @Override
    public void dropped(String consumer, String topic) {
        boolean feeds = projection.fedBy().stream()
                .anyMatch(follower -> follower.consumer().equals(consumer));
        if (feeds || consumer.equals(RebuildFeed.consumer(projection))) {
            lost.set(true);
            try {
                // Now, as the consumer goes on and a crash would swallow the note.
                ActiveBrandScope.run(BrandScope.group(), this::beginAnew);
            } catch (RuntimeException notNow) {
                LOG.atWarn().setCause(notNow).log("A loss is noted and taken up in a moment");
            }
        }
    }

    /** Asks for what is missing. */
    @Scheduled(fixedDelayString = "${meridian.snapshots.look:5s}")
    void heal() {
        ActiveBrandScope.run(BrandScope.group(), this::healInGroup);
    }

    private void healInGroup() {
        beginAnew();
        if (rebuilds.beginAnewWhatStandsStill(STANDSTILL)) {
            LOG.atWarn().log("A rebuild stood still and begins anew");
        }
        int forgotten = rebuilds.tidy(SILENCE, KEPT);
        LOG.atTrace().addKeyValue("rebuilds", forgotten).log("Old rebuilds forgotten");
        List<String> keys = missing(clock.instant());
        if (!keys.isEmpty() && rebuilds.heal(keys)) {
            Instant now = clock.instant();
            keys.forEach(key -> asked.put(key, now));
            LOG.atInfo()
                    .addKeyValue("keys", keys.size())
                    .log("Events are missing: their owner is asked for what they said");
        }
    }

    private void beginAnew() {
        if (lost.compareAndSet(true, false)) {
            try {
                Rebuild rebuild = rebuilds.start(Reason.LOST);
                LOG.atWarn()
                        .addKeyValue("rebuild", rebuild.rebuildId())
                        .log("Events are gone that were never read: their owner is asked for everything");
            } catch (RuntimeException notNow) {
                lost.set(true);
                throw notNow;
            }
        }
    }

    private List<String> missing(Instant now) {
        asked.values().removeIf(at -> at.plus(ASKED_AGAIN).isBefore(now));
        Set<String> keys = new LinkedHashSet<>();
        for (EventSubscription follower : projection.fedBy()) {
            for (SequenceGap gap : gaps.open(follower.consumer(), LOOKED_AT)) {
                if (follower.topics().contains(gap.topic()) && !asked.containsKey(gap.key())) {
                    keys.add(gap.key());
                }
            }
        }
        return keys.stream().limit(SnapshotRequested.MOST_KEYS).toList();
    }
}
