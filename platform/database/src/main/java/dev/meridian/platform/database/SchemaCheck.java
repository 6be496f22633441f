package dev.meridian.platform.database;

import java.util.Arrays;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.ValidateResult;
import org.springframework.core.env.Environment;

/**
 * Compares the database with this release, by the rights of the application. A database that is ahead is served: while a
 * new release is rolled out, the last one goes on.
 */
final class SchemaCheck {

    private final Flyway flyway;

    /** @param application connects as the role that serves */
    SchemaCheck(DataSource application, Environment settings) {
        this.flyway =
                SchemaMigration.configuration(settings).dataSource(application).load();
    }

    /**
     * Refuses a database that is behind, or whose scripts were others.
     *
     * @throws IllegalStateException saying what is missing and what brings it
     */
    void requireMigrated() {
        MigrationInfo[] pending = flyway.info().pending();
        if (pending.length > 0) {
            throw new IllegalStateException("The database is behind this release, which needs "
                    + Arrays.stream(pending).map(each -> each.getScript()).collect(Collectors.joining(", "))
                    + ": run the jar with the argument migrate, as the owner of the schema");
        }
        ValidateResult result = flyway.validateWithResult();
        if (!result.validationSuccessful) {
            throw new IllegalStateException(
                    "The database was not made by the scripts of this release: " + result.getAllErrorMessages());
        }
    }
}
