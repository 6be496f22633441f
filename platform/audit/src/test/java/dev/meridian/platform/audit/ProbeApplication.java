package dev.meridian.platform.audit;

import dev.meridian.platform.security.EndpointScopes;
import dev.meridian.platform.tokens.Admission;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/** The smallest center that keeps a record. */
@SpringBootApplication
class ProbeApplication {

    @Bean
    EndpointScopes probeScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/audit", Admission.ofServicesAndStaff("identity:admin"))
                .build();
    }
}
