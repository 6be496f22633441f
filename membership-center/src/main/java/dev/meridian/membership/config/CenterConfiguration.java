package dev.meridian.membership.config;

import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.security.EndpointScopes;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Which topics the center owns, and what a caller needs for each of its endpoints. */
@Configuration(proxyBeanMethods = false)
class CenterConfiguration {

    private static final String READ = "member:read";
    private static final String WRITE = "points:write";
    private static final String ADMIN = "platform:admin";

    @Bean
    TopicPlan topics() {
        return TopicPlan.of("meridian.membership.member", "meridian.membership.points");
    }

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/programs", READ)
                .allow(HttpMethod.GET, "/api/programs/{program}", READ)
                .allow(HttpMethod.PUT, "/api/programs/{program}/earning-rules/{key}", WRITE)
                .allow(HttpMethod.POST, "/api/programs/{program}/members", WRITE)
                .allow(HttpMethod.GET, "/api/members/{memberId}", READ)
                .allow(HttpMethod.GET, "/api/members/{memberId}/points", READ)
                .allow(HttpMethod.GET, "/api/members/{memberId}/points/transactions", READ)
                .allow(HttpMethod.GET, "/api/customers/{customerId}/memberships", READ)
                .allow(HttpMethod.GET, "/api/ledger/invariants", ADMIN)
                .build();
    }
}
