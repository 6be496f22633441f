package dev.meridian.membership.config;

import dev.meridian.platform.messaging.TopicPlan;
import dev.meridian.platform.security.EndpointScopes;
import dev.meridian.platform.tokens.Admission;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Which topics the center owns, and what a caller needs for each of its endpoints. */
@Configuration(proxyBeanMethods = false)
class CenterConfiguration {

    private static final Admission READERS = Admission.ofServicesAndStaff("member:read");
    private static final Admission WRITERS = Admission.ofServicesAndStaff("points:write");
    private static final Admission ADMINISTRATORS = Admission.ofServicesAndStaff("platform:admin");

    @Bean
    TopicPlan topics() {
        return TopicPlan.of("meridian.membership.member", "meridian.membership.points");
    }

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/programs", READERS)
                .allow(HttpMethod.GET, "/api/programs/{program}", READERS)
                .allow(HttpMethod.PUT, "/api/programs/{program}", WRITERS)
                .allow(HttpMethod.PUT, "/api/programs/{program}/earning-rules/{key}", WRITERS)
                .allow(HttpMethod.POST, "/api/programs/{program}/members", WRITERS)
                .allow(HttpMethod.GET, "/api/members/{memberId}", READERS)
                .allow(HttpMethod.GET, "/api/members/{memberId}/points", READERS)
                .allow(HttpMethod.GET, "/api/members/{memberId}/points/transactions", READERS)
                .allow(HttpMethod.GET, "/api/customers/{customerId}/memberships", READERS.andOwnCustomer("customerId"))
                .allow(HttpMethod.GET, "/api/ledger/invariants", ADMINISTRATORS)
                .allow(HttpMethod.POST, "/api/ledger/invariants", ADMINISTRATORS)
                .allow(HttpMethod.GET, "/api/audit/membership", Admission.ofServicesAndStaff("identity:admin"))
                .build();
    }
}
