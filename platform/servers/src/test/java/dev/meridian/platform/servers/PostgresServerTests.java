package dev.meridian.platform.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerTests extends ServerContract<PostgresServer> {

    private final int port = Ports.free();

    @Override
    PostgresServer create(Path state) {
        return new PostgresServer(Checkout.distributions(), ServerHome.in(state, "postgres"), port, "it's secret");
    }

    @Override
    void store(PostgresServer server, String key, String value) {
        try (Connection connection = server.address().connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (key text primary key, value text)");
            statement.execute("insert into kept values ('" + key + "', '" + value + "')");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    String read(PostgresServer server, String key) {
        try (Connection connection = server.address().connect("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select value from kept where key = '" + key + "'")) {
            return rows.next() ? rows.getString(1) : "";
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_database_comes_with_an_owner_and_a_bound_app_role_and_may_be_made_again() throws SQLException {
        ChildProcess running = server.startAndWait();
        assertThat(running.isAlive()).isTrue();
        Database before = server.address().createDatabase("customer", "owner", "app");
        Database database = server.address().createDatabase("customer", "new owner", "new app");
        assertThat(database.url()).isEqualTo(before.url());

        try (Connection owner =
                        DriverManager.getConnection(database.url(), database.owner(), database.ownerPassword());
                var statement = owner.createStatement()) {
            statement.execute("create table thing (id int)");
        }
        try (Connection app = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = app.createStatement()) {
            assertThatThrownBy(() -> statement.execute("create table mine (id int)"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("select * from thing"))
                    .hasMessageContaining("permission denied");
            var role = statement.executeQuery(
                    "select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole from pg_roles where rolname ="
                            + " current_user");
            assertThat(role.next()).isTrue();
            assertThat(role.getBoolean(1)).isFalse();
        }
        server.address().dropDatabase("customer");
        assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.user(), database.password())
                        .close())
                .isInstanceOf(SQLException.class);
    }

    @Test
    void names_that_are_not_plain_are_refused() {
        assertThatThrownBy(() -> server.address().createDatabase("x; drop", "a", "b"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_lock_file_that_names_a_stranger_does_not_block_the_start() throws Exception {
        ChildProcess first = server.startAndWait();
        store(server, "a", "b");
        Path lockFile = server.home().data().resolve("postmaster.pid");
        String lines = Files.readString(lockFile);
        server.kill();
        Files.writeString(
                lockFile,
                lines.replaceFirst(
                        String.valueOf(first.pid()),
                        String.valueOf(ProcessHandle.current().pid())));

        ChildProcess second = server.startAndWait();

        assertThat(second.isAlive()).isTrue();
        assertThat(read(server, "a")).isEqualTo("b");
    }

    @Test
    void a_server_whose_pid_file_was_lost_is_replaced() throws Exception {
        ChildProcess first = server.startAndWait();
        Files.delete(server.home().pidFile());
        PostgresServer elsewhere = new PostgresServer(
                Checkout.distributions(), ServerHome.in(state, "postgres"), Ports.free(), "it's secret");

        ChildProcess second = elsewhere.startAndWait();

        assertThat(first.isAlive()).isFalse();
        assertThat(second.isAlive()).isTrue();
        elsewhere.kill();
    }
}
