package dev.meridian.platform.security;

import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Binds the brand scope to every transaction of the center's database, and checks at start that it holds there. */
@AutoConfiguration(
        after = {DataSourceAutoConfiguration.class, JdbcClientAutoConfiguration.class},
        before = DataSourceTransactionManagerAutoConfiguration.class)
@ConditionalOnSingleCandidate(DataSource.class)
public class BrandScopeAutoConfiguration {

    @Bean
    @Primary
    BrandScopedTransactionManager transactionManager(DataSource dataSource) {
        return new BrandScopedTransactionManager(dataSource);
    }

    @Bean
    BrandScopeSwitch brandScopeSwitch(DataSource dataSource) {
        return new BrandScopeSwitch(dataSource);
    }

    @Bean
    @DependsOnDatabaseInitialization
    RowSecurityGuard rowSecurityGuard(DataSource dataSource) {
        return new RowSecurityGuard(JdbcClient.create(dataSource));
    }

    @Bean
    @DependsOnDatabaseInitialization
    InitializingBean rowSecurityCheck(RowSecurityGuard guard) {
        return guard::requireClosed;
    }
}
