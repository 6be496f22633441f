package dev.meridian.platform.database;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;

/** Brings a database to what this release expects, as the role that owns it. */
public final class SchemaMigration {

    /** Run after every migration: the application may read what was applied, and compares it at its start. */
    private static final String GRANTS = "classpath:db/migration/database";

    private static final int CONNECT_RETRIES = 10;
    private static final int CONNECT_RETRY_SECONDS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(SchemaMigration.class);

    private final Flyway flyway;

    private SchemaMigration(Flyway flyway) {
        this.flyway = flyway;
    }

    /**
     * The migration of the center with these settings: {@code meridian.database.migrations} and the variables
     * {@code MERIDIAN_DB_URL}, {@code MERIDIAN_DB_OWNER}, {@code MERIDIAN_DB_OWNER_PASSWORD}, {@code MERIDIAN_DB_USER}.
     *
     * @throws IllegalStateException naming a setting that is missing
     */
    public static SchemaMigration of(Environment settings) {
        FluentConfiguration flyway = configuration(settings)
                .dataSource(
                        settings.getRequiredProperty("MERIDIAN_DB_URL"),
                        settings.getRequiredProperty("MERIDIAN_DB_OWNER"),
                        settings.getRequiredProperty("MERIDIAN_DB_OWNER_PASSWORD"));
        return new SchemaMigration(flyway.load());
    }

    /** Where the scripts lie and what they call the application's role; the same for migrating and for checking. */
    static FluentConfiguration configuration(Environment settings) {
        String[] migrations = settings.getRequiredProperty("meridian.database.migrations", String[].class);
        String[] locations = new String[migrations.length + 1];
        System.arraycopy(migrations, 0, locations, 0, migrations.length);
        locations[migrations.length] = GRANTS;
        return Flyway.configure()
                .locations(locations)
                .failOnMissingLocations(false)
                .validateMigrationNaming(true)
                // Each room numbers its scripts in a range of its own: a new one of the platform has a smaller number
                // than what a center's database has had already, and the last release does not know it.
                .outOfOrder(true)
                .ignoreMigrationPatterns("*:future", "*:missing")
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(CONNECT_RETRY_SECONDS)
                .placeholders(Map.of("app_role", settings.getRequiredProperty("MERIDIAN_DB_USER")));
    }

    /**
     * Applies what is pending. Several at once wait for each other; what is applied already is left alone.
     *
     * @throws org.flywaydb.core.api.FlywayException when a script fails; it is rolled back, those before it stay
     */
    public void migrate() {
        MigrateResult result = flyway.migrate();
        LOG.atInfo()
                .addKeyValue("applied", result.migrationsExecuted)
                .addKeyValue("version", result.targetSchemaVersion)
                .log("database migrated");
    }
}
