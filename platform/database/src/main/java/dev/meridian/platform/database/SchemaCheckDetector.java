package dev.meridian.platform.database;

import dev.meridian.platform.database.SchemaCheckAutoConfiguration.SchemaChecked;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;

/** Tells Spring Boot that beans which depend on the database's initialisation come after the check. */
final class SchemaCheckDetector extends AbstractBeansOfTypeDatabaseInitializerDetector {

    @Override
    protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
        return Set.of(SchemaChecked.class);
    }
}
