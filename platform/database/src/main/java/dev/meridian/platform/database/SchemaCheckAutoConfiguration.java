package dev.meridian.platform.database;

import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** A center does not start on a database that is behind: its migration runs before it, and is not its own to run. */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnProperty("meridian.database.migrations")
public class SchemaCheckAutoConfiguration {

    /** What needs the tables waits for this bean; see {@link SchemaCheckDetector}. */
    @Bean
    SchemaChecked schemaChecked(DataSource dataSource, Environment settings) {
        return new SchemaChecked(new SchemaCheck(dataSource, settings));
    }

    /** Checks once, when the context starts. */
    static final class SchemaChecked implements InitializingBean {

        private final SchemaCheck check;

        SchemaChecked(SchemaCheck check) {
            this.check = check;
        }

        @Override
        public void afterPropertiesSet() {
            check.requireMigrated();
        }
    }
}
