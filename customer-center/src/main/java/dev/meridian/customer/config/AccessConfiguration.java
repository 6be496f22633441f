package dev.meridian.customer.config;

import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.security.EndpointScopes;
import dev.meridian.platform.tokens.Admission;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Who may call what, and the topics this center owns. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final Admission READERS = Admission.ofServicesAndStaff("customer:read");
    private static final Admission WRITERS = Admission.ofServicesAndStaff("customer:write");
    private static final Admission EVENT_ADMINS = Admission.ofServicesAndStaff("event:admin");

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.POST, "/api/events", Admission.ofServicesAndStaff("event:write"))
                .allow(HttpMethod.GET, "/api/event-types", READERS)
                .allow(HttpMethod.GET, "/api/event-types/{type}", READERS)
                .allow(HttpMethod.PUT, "/api/event-types/{type}", EVENT_ADMINS)
                .allow(HttpMethod.GET, "/api/event-policy", READERS)
                .allow(HttpMethod.PUT, "/api/event-policy", EVENT_ADMINS)
                .allow(HttpMethod.GET, "/api/quarantined-events", EVENT_ADMINS)
                .allow(HttpMethod.POST, "/api/quarantined-events/release", EVENT_ADMINS)
                .allow(HttpMethod.POST, "/api/quarantined-events/{id}/release", EVENT_ADMINS)
                .allow(HttpMethod.DELETE, "/api/quarantined-events/{id}", EVENT_ADMINS)
                .allow(HttpMethod.POST, "/api/customers/identify", WRITERS)
                .allow(HttpMethod.POST, "/api/customers/lookup", READERS)
                .allow(HttpMethod.GET, "/api/customers/lookup", READERS)
                .allow(HttpMethod.GET, "/api/customers/{customerId}", READERS.andOwnCustomer("customerId"))
                .allow(HttpMethod.PATCH, "/api/customers/{customerId}", WRITERS)
                .allow(HttpMethod.GET, "/api/customers/{customerId}/timeline", READERS.andOwnCustomer("customerId"))
                .allow(HttpMethod.GET, "/api/audit/customers", Admission.ofServicesAndStaff("identity:admin"))
                .build();
    }

    @Bean
    TopicPlan topicPlan() {
        return TopicPlan.of("meridian.customer.profile", "meridian.customer.interaction", "meridian.customer.ingest");
    }
}
