package dev.meridian.customer.interactions;

import dev.meridian.platform.messaging.EventSubscription;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Connects the private topic with what is done with its events. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    EventSubscription storingEventsSubscription(StoringEvents storing, IngestProperties properties) {
        return EventSubscription.ofBatches(
                        "customer-center.ingest",
                        List.of(IngestTopic.NAME),
                        Set.of(IngestTopic.ACCEPTED),
                        storing::store)
                .inGroup("an identifier may belong to a customer whom other brands know")
                .withConcurrency(properties.concurrency());
    }
}
