package dev.meridian.platform.security;

import com.zaxxer.hikari.HikariDataSource;
import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.SharedServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** A database of its own on the real server, with the owner's and the application's roles as in production. */
final class ScratchDatabase implements AutoCloseable {

    private static final String NOTES = """
            create function meridian_brand_visible(brand text) returns boolean language sql stable parallel safe
                return current_setting('meridian.brand', true) in ('*', brand);
            create table note (id int primary key, brand text not null, text text not null);
            alter table note enable row level security;
            alter table note force row level security;
            create policy brand_scope on note
                using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
            grant select, insert, update, delete on note to %s;
            """;

    private final PostgresAddress server = SharedServers.postgres();
    private final Database database;
    private final HikariDataSource pool;

    /** @param connections how many connections the application's pool has */
    ScratchDatabase(int connections) {
        String name = "scratch_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        this.database = server.createDatabase(name, "owner-secret", "app-secret");
        asOwner(NOTES.formatted(database.user()));
        this.pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(connections);
    }

    HikariDataSource pool() {
        return pool;
    }

    String applicationRole() {
        return database.user();
    }

    void asOwner(String sql) {
        try (Connection connection =
                DriverManager.getConnection(database.url(), database.owner(), database.ownerPassword())) {
            run(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void asSuperuser(String sql) {
        try (Connection connection = server.connect(database.name())) {
            run(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
