package dev.meridian.platform.messaging;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.SharedServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A database and a topic prefix of a test's own.
 *
 * @param server where the database is
 * @param database its name and roles
 * @param kafka bootstrap servers
 * @param prefix of every topic and group
 */
public record Place(PostgresAddress server, Database database, String kafka, String prefix) {

    public static Place fresh() {
        return fresh(SharedServers.postgres(), SharedServers.kafka().bootstrapServers());
    }

    /** Does what the application has no right to; answers how many rows it changed. */
    public int asOwner(String sql) {
        try (Connection owner =
                        DriverManager.getConnection(database.url(), database.owner(), database.ownerPassword());
                Statement statement = owner.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Place fresh(PostgresAddress server, String kafka) {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        return new Place(server, server.createDatabase(name, "owner-secret", "app-secret"), kafka, name + ".");
    }
}
