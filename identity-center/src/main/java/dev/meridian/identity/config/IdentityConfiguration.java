package dev.meridian.identity.config;

import dev.meridian.platform.security.EndpointScopes;
import dev.meridian.platform.tokens.Admission;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** What the features share. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    private static final Admission ADMINISTRATORS = Admission.ofServicesAndStaff("identity:admin");

    @Bean
    EndpointScopes endpointScopes() {
        return EndpointScopes.builder()
                .allow(HttpMethod.GET, "/api/brands", ADMINISTRATORS)
                .allow(HttpMethod.GET, "/api/brands/{key}", ADMINISTRATORS)
                .allow(HttpMethod.PUT, "/api/brands/{key}", ADMINISTRATORS)
                .allow(HttpMethod.PUT, "/api/brands/{key}/channels/{channel}", ADMINISTRATORS)
                .allow(HttpMethod.GET, "/api/clients", ADMINISTRATORS)
                .allow(HttpMethod.GET, "/api/clients/{id}", ADMINISTRATORS)
                .allow(HttpMethod.PUT, "/api/clients/{id}", ADMINISTRATORS)
                .allow(HttpMethod.DELETE, "/api/clients/{id}", ADMINISTRATORS)
                .allow(HttpMethod.POST, "/api/clients/{id}/approval", ADMINISTRATORS)
                .allow(HttpMethod.POST, "/api/clients/{id}/disable", ADMINISTRATORS)
                .allow(HttpMethod.POST, "/api/clients/{id}/enable", ADMINISTRATORS)
                .allow(HttpMethod.POST, "/api/clients/{id}/secrets", ADMINISTRATORS)
                .allow(HttpMethod.DELETE, "/api/clients/{id}/secrets/{number}", ADMINISTRATORS)
                .allow(HttpMethod.GET, "/api/audit", ADMINISTRATORS)
                .allow(HttpMethod.GET, "/api/identity/provisioning", ADMINISTRATORS)
                .build();
    }

    @Bean
    SecureRandom secureRandom() {
        return new SecureRandom();
    }
}
