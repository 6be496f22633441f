package dev.meridian.identity.config;

import dev.meridian.platform.security.EndpointScopes;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** What the features share. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    private static final String ADMIN = "identity:admin";

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/brands", ADMIN)
                .allow(HttpMethod.GET, "/api/brands/{key}", ADMIN)
                .allow(HttpMethod.PUT, "/api/brands/{key}", ADMIN)
                .allow(HttpMethod.PUT, "/api/brands/{key}/channels/{channel}", ADMIN)
                .allow(HttpMethod.GET, "/api/clients", ADMIN)
                .allow(HttpMethod.PUT, "/api/clients/{id}", ADMIN)
                .allow(HttpMethod.GET, "/api/identity/provisioning", ADMIN)
                .build();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
