package dev.meridian.platform.snapshots.telling;

import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.snapshots.SnapshotSource;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What a center needs to tell its state again. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(SnapshotSource.class)
public class SnapshotOwning {

    @Bean
    SnapshotRequests snapshotRequests(
            SnapshotSource source,
            JdbcClient jdbc,
            EventPublisher publisher,
            PlatformTransactionManager transactions,
            ObjectProvider<Clock> clock) {
        return SnapshotRequests.of(source, jdbc, publisher, transactions, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    SnapshotTellings snapshotTellings(SnapshotRequests requests) {
        return requests.tellings();
    }

    @Bean
    EventSubscription snapshotRequestsSubscription(
            SnapshotRequests requests, @Value("${spring.application.name}") String center) {
        return requests.subscription(center);
    }

    @Bean
    TopicPlan snapshotTopics(SnapshotSource source) {
        return TopicPlan.of(source.topic(), source.requests());
    }
}
