package dev.meridian.platform.web;

import dev.meridian.platform.security.EndpointScopes;
import dev.meridian.platform.tokens.Admission;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/** The smallest center there can be: what the platform promises is tried on it. */
@SpringBootApplication
class ProbeApplication {

    @Bean
    EndpointScopes probeScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/notes/**", Admission.ofServicesAndStaff("note:read"))
                .allow(HttpMethod.POST, "/api/notes/**", Admission.ofServicesAndStaff("note:write"))
                .allow(HttpMethod.PUT, "/api/notes/**", Admission.ofServicesAndStaff("note:write"))
                .allow(HttpMethod.GET, "/api/failures/**", Admission.ofServicesAndStaff("note:read"))
                .build();
    }
}
