package dev.meridian.tag.config;

import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.security.EndpointScopes;
import dev.meridian.platform.snapshots.Projection;
import dev.meridian.platform.tokens.Admission;
import dev.meridian.tag.facts.CustomerEvents;
import dev.meridian.tag.facts.FactsCorrection;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class TagCenterConfiguration {

    private static final Admission READERS = Admission.ofServicesAndStaff("segment:read");
    private static final Admission WRITERS = Admission.ofServicesAndStaff("segment:write");

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/segments", READERS)
                .allow(HttpMethod.POST, "/api/segments/preview", READERS)
                .allow(HttpMethod.GET, "/api/segments/{key}", READERS)
                .allow(HttpMethod.PUT, "/api/segments/{key}", WRITERS)
                .allow(HttpMethod.POST, "/api/segments/{key}/publish", WRITERS)
                .allow(HttpMethod.POST, "/api/segments/{key}/pause", WRITERS)
                .allow(HttpMethod.POST, "/api/segments/{key}/resume", WRITERS)
                .allow(HttpMethod.POST, "/api/segments/{key}/archive", WRITERS)
                .allow(HttpMethod.GET, "/api/segments/{key}/versions", READERS)
                .allow(HttpMethod.GET, "/api/segments/{key}/members", READERS)
                .allow(HttpMethod.GET, "/api/segments/{key}/explanations/{customerId}", READERS)
                .allow(HttpMethod.GET, "/api/customers/{customerId}/segments", READERS)
                .allow(HttpMethod.GET, "/api/audit/tags", Admission.ofServicesAndStaff("identity:admin"))
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

    /** Everything this center keeps of customers comes from customer-center, and is built anew from it. */
    @Bean
    Projection factsProjection(
            @Qualifier("customerEventSubscription") EventSubscription live, FactsCorrection correction) {
        return new Projection(
                "tag-center",
                "meridian.customer.snapshot",
                "meridian.customer.snapshot-request",
                List.of(live),
                correction);
    }
}
