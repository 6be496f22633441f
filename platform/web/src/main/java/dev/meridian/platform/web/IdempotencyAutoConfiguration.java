package dev.meridian.platform.web;

import dev.meridian.platform.security.BrandScopeAutoConfiguration;
import dev.meridian.platform.security.BrandScopedTransactionManager;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Idempotency keys, where there is a database to keep the answers in. */
@AutoConfiguration(after = {BrandScopeAutoConfiguration.class, WebAutoConfiguration.class})
@ConditionalOnBean({BrandScopedTransactionManager.class, Problems.class})
@EnableScheduling
public class IdempotencyAutoConfiguration {

    @Bean
    IdempotencyKeys idempotencyKeys(DataSource dataSource, JsonMapper json, Clock clock) {
        return new IdempotencyKeys(JdbcClient.create(dataSource), json, clock);
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
            IdempotencyKeys keys,
            BrandScopedTransactionManager transactions,
            Problems problems,
            WebProperties properties) {
        FilterRegistrationBean<IdempotencyFilter> registration = new FilterRegistrationBean<>(
                new IdempotencyFilter(keys, new TransactionTemplate(transactions), problems, properties.readsByPost()));
        // Behind the security filters: the key belongs to a caller, and the transaction to the caller's brand.
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 10);
        return registration;
    }

    @Bean
    IdempotencyExpiry idempotencyExpiry(
            IdempotencyKeys keys, BrandScopedTransactionManager transactions, Clock clock, WebProperties properties) {
        return new IdempotencyExpiry(
                keys, new TransactionTemplate(transactions), clock, properties.idempotencyKeysKeptFor());
    }
}
