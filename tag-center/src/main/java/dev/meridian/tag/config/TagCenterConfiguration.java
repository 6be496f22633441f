package dev.meridian.tag.config;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.security.EndpointScopes;
import dev.meridian.tag.facts.CustomerEvents;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TagCenterConfiguration {

    private static final String READ = "segment:read";
    private static final String WRITE = "segment:write";

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.POST, "/api/segments/preview", READ)
                .allow(HttpMethod.PUT, "/api/segments/*", WRITE)
                .allow(HttpMethod.POST, "/api/segments/*/publish", WRITE)
                .allow(HttpMethod.GET, "/api/segments", READ)
                .allow(HttpMethod.GET, "/api/segments/**", READ)
                .allow(HttpMethod.GET, "/api/customers/*/segments", READ)
                .build();
    }

    @Bean
    TopicPlan topics() {
        return TopicPlan.of("meridian.tag.definition", "meridian.tag.membership");
    }

    @Bean
    EventSubscription customerEventSubscription(CustomerEvents events) {
        return events.subscription();
    }
}
