package dev.meridian.customer.config;

import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.security.EndpointScopes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Who may call what, and the topics this center owns. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {

    private static final String READ = "customer:read";
    private static final String WRITE = "customer:write";

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.POST, "/api/events", "event:write")
                .allow(HttpMethod.POST, "/api/customers/identify", WRITE)
                .allow(HttpMethod.POST, "/api/customers/lookup", READ)
                .allow(HttpMethod.GET, "/api/customers/lookup", READ)
                .allow(HttpMethod.GET, "/api/customers/{customerId}", READ)
                .allow(HttpMethod.PATCH, "/api/customers/{customerId}", WRITE)
                .allow(HttpMethod.GET, "/api/customers/{customerId}/timeline", READ)
                .build();
    }

    @Bean
    TopicPlan topicPlan() {
        return TopicPlan.of("meridian.customer.profile", "meridian.customer.interaction", "meridian.customer.ingest");
    }
}
