package dev.meridian.platform.web.idempotency;

import dev.meridian.platform.security.BrandScopeAutoConfiguration;
import dev.meridian.platform.security.BrandScopedTransactionManager;
import dev.meridian.platform.web.problems.Problems;
import dev.meridian.platform.web.problems.ProblemsAutoConfiguration;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Idempotency keys, where there is a database to keep the answers in. */
@AutoConfiguration(after = {BrandScopeAutoConfiguration.class, ProblemsAutoConfiguration.class})
@ConditionalOnBean({BrandScopedTransactionManager.class, Problems.class})
@EnableScheduling
@EnableConfigurationProperties(IdempotencyProperties.class)
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
            Clock clock,
            IdempotencyProperties properties) {
        TransactionTemplate template = new TransactionTemplate(transactions);
        CallsOutsideTransactions outside = new CallsOutsideTransactions(
                keys, template, clock, properties.writesThatWait(), properties.keysReservedFor());
        FilterRegistrationBean<IdempotencyFilter> registration = new FilterRegistrationBean<>(
                new IdempotencyFilter(keys, template, problems, properties.readsByPost(), outside, clock));
        // Behind the security filters: the key belongs to a caller, and the transaction to the caller's brand.
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 10);
        return registration;
    }

    @Bean
    IdempotencyExpiry idempotencyExpiry(
            IdempotencyKeys keys,
            BrandScopedTransactionManager transactions,
            Clock clock,
            IdempotencyProperties properties) {
        return new IdempotencyExpiry(keys, new TransactionTemplate(transactions), clock, properties.keysKeptFor());
    }
}
