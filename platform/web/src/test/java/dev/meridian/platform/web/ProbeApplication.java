package dev.meridian.platform.web;

import dev.meridian.platform.security.EndpointScopes;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;

/** The smallest center there can be: what the platform promises is tried on it. */
@SpringBootApplication
class ProbeApplication {

    @Bean
    EndpointScopes probeScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/notes/**", "note:read")
                .allow(HttpMethod.POST, "/api/notes/**", "note:write")
                .allow(HttpMethod.PUT, "/api/notes/**", "note:write")
                .allow(HttpMethod.GET, "/api/failures/**", "note:read")
                .build();
    }
}
