package dev.meridian.customer.identity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where customer ids come from. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    CustomerIds customerIds() {
        return CustomerIds.random();
    }
}
