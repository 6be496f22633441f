package dev.meridian.platform.audit;

import dev.meridian.platform.messaging.deadletters.OperatorActs;
import dev.meridian.platform.web.config.TimeAutoConfiguration;
import java.time.Clock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Gives a center its {@link Audit}, the record over HTTP, and the record of what operators do with its events. */
@AutoConfiguration(
        after = TimeAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration",
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration"
        })
public class AuditAutoConfiguration {

    @Bean
    JdbcAudit auditStorage(JdbcClient jdbc) {
        return new JdbcAudit(jdbc);
    }

    @Bean
    Audit audit(JdbcAudit auditStorage, JsonMapper json, Clock clock) {
        return new Audit(auditStorage, json, clock);
    }

    /** Where the center serves HTTP at all. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class Endpoints {

        @Bean
        AuditController auditController(JdbcAudit auditStorage, PlatformTransactionManager transactions) {
            return new AuditController(auditStorage, new TransactionTemplate(transactions));
        }
    }

    /** Where the center has events at all. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(OperatorActs.class)
    static class Events {

        @Bean
        AuditedOperatorActs auditedOperatorActs(Audit audit, PlatformTransactionManager transactions) {
            return new AuditedOperatorActs(audit, transactions);
        }
    }
}
