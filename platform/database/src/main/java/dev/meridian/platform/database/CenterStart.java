package dev.meridian.platform.database;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Starts a center: to serve, or, with {@code migrate} as its only argument, to bring its database to this release and
 * end. Only the migration knows the owner of the schema; what serves could not alter a table if it were taken over.
 */
public final class CenterStart {

    private static final String MIGRATE = "migrate";

    private CenterStart() {}

    /**
     * Runs a center's main program.
     *
     * @param center the class that carries {@code @SpringBootApplication}
     * @param arguments of the command line
     */
    public static void run(Class<?> center, String... arguments) {
        if (arguments.length == 1 && arguments[0].equals(MIGRATE)) {
            migrate(center);
        } else {
            ConfigurableApplicationContext ignored = SpringApplication.run(center, arguments);
        }
    }

    private static void migrate(Class<?> center) {
        SpringApplication step = new SpringApplication(MigrationStep.class);
        step.setMainApplicationClass(center);
        step.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext settings = step.run()) {
            SchemaMigration.of(settings.getEnvironment()).migrate();
        }
    }

    /** Nothing but the center's settings and logging. */
    @Configuration(proxyBeanMethods = false)
    static class MigrationStep {}
}
