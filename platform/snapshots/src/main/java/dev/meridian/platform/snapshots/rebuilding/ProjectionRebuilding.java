package dev.meridian.platform.snapshots.rebuilding;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.GapHealing;
import dev.meridian.platform.messaging.Outbox;
import dev.meridian.platform.messaging.SequenceGaps;
import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.messaging.deadletters.OperatorActs;
import dev.meridian.platform.snapshots.Projection;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a center needs to rebuild its projection. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(Projection.class)
public class ProjectionRebuilding {

    @Bean
    RebuildRows rebuildRows(JdbcClient jdbc) {
        return new RebuildRows(jdbc);
    }

    @Bean
    Rebuilds rebuilds(Projection projection, RebuildRows rows, Outbox outbox, ObjectProvider<Clock> clock) {
        return new Rebuilds(projection, rows, outbox, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    EventSubscription snapshotSubscription(Projection projection, RebuildRows rows, SequenceGaps sequences) {
        return new RebuildFeed(projection, rows, sequences).subscription();
    }

    /** Made by whoever comes first: asking must not wait until the owner was there once. */
    @Bean
    TopicPlan snapshotRequestTopic(Projection projection) {
        return TopicPlan.of(projection.requests());
    }

    @Bean
    GapHealing gapHealer(Projection projection, SequenceGaps gaps, Rebuilds rebuilds, ObjectProvider<Clock> clock) {
        return new GapHealer(projection, gaps, rebuilds, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    RebuildsController rebuildsController(Rebuilds rebuilds, OperatorActs acts, Projection projection) {
        return new RebuildsController(rebuilds, acts, projection.center());
    }
}
