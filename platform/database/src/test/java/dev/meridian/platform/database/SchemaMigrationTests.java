package dev.meridian.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.SharedServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

class SchemaMigrationTests {

    private static final String SHELF = "classpath:db/migration/shelf";
    private static final String NEXT = SHELF + ",classpath:db/migration/shelf-next";
    private static final String BESIDE = NEXT + ",classpath:db/migration/shelf-beside";
    private static final String CHANGED = "classpath:db/migration/shelf-changed";

    private final PostgresAddress postgres = SharedServers.postgres();
    private final String name =
            "shelf_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    private Database database = postgres.database(name, "owner", "app");

    @BeforeEach
    void create() {
        database = postgres.createDatabase(name, "owner-secret", "app-secret");
    }

    @AfterEach
    void drop() {
        postgres.dropDatabase(name);
    }

    @Test
    void a_database_that_is_behind_is_not_served_and_the_refusal_says_what_to_do() {
        assertThatThrownBy(() -> check(SHELF).requireMigrated())
                .hasMessageContaining("V1__books.sql")
                .hasMessageContaining("migrate");
        migration(SHELF).migrate();
        assertThatCode(() -> check(SHELF).requireMigrated()).doesNotThrowAnyException();
        assertThatThrownBy(() -> check(NEXT).requireMigrated()).hasMessageContaining("V2__shelves.sql");
    }

    @Test
    void what_serves_uses_the_tables_and_cannot_alter_them_or_what_was_applied() throws SQLException {
        migration(SHELF).migrate();
        assertThat(run("insert into book values ('a')")).isTrue();
        assertThat(run("alter table book add column stolen text")).isFalse();
        assertThat(run("drop table book")).isFalse();
        assertThat(run("create table mine (id integer)")).isFalse();
        assertThat(run("delete from flyway_schema_history")).isFalse();
    }

    @Test
    void migrating_again_changes_nothing_and_several_at_once_wait_for_each_other() throws Exception {
        migrateSeveralAtOnce();
        assertThat(applied()).containsExactly("V1__books.sql", "V2__shelves.sql");
    }

    @Test
    void several_at_once_give_a_right_that_was_taken_away_back_without_failing_each_other() throws Exception {
        for (int round = 0; round < 10; round++) {
            migrateSeveralAtOnce();
            assertThatCode(() -> check(NEXT).requireMigrated()).doesNotThrowAnyException();
            try (Connection owner =
                            DriverManager.getConnection(database.url(), database.owner(), database.ownerPassword());
                    Statement statement = owner.createStatement()) {
                boolean ignored = statement.execute("revoke select on flyway_schema_history from " + database.user());
            }
        }
    }

    private void migrateSeveralAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(threads.submit(() -> migration(NEXT).migrate()));
            }
            for (Future<?> run : runs) {
                assertThat(run.get()).isNull();
            }
        }
    }

    @Test
    void a_script_that_came_later_with_a_lower_number_is_missed_and_then_applied() throws SQLException {
        migration("classpath:db/migration/shelf-next").migrate();
        assertThatThrownBy(() -> check(NEXT).requireMigrated()).hasMessageContaining("V1__books.sql");
        migration(NEXT).migrate();
        assertThat(applied()).containsExactly("V2__shelves.sql", "V1__books.sql");
        assertThatCode(() -> check(NEXT).requireMigrated()).doesNotThrowAnyException();
    }

    @Test
    void while_a_release_is_rolled_out_the_last_one_goes_on() {
        migration(NEXT).migrate();
        assertThatCode(() -> check(SHELF).requireMigrated()).doesNotThrowAnyException();
    }

    @Test
    void a_room_may_add_a_script_below_the_numbers_of_another() throws SQLException {
        migration(NEXT).migrate();
        assertThatThrownBy(() -> check(BESIDE).requireMigrated()).hasMessageContaining("V1_5__readers.sql");
        migration(BESIDE).migrate();
        assertThat(applied()).containsExactly("V1__books.sql", "V2__shelves.sql", "V1_5__readers.sql");
        assertThatCode(() -> check(BESIDE).requireMigrated()).doesNotThrowAnyException();
        assertThatCode(() -> check(NEXT).requireMigrated()).doesNotThrowAnyException();
    }

    @Test
    void a_database_that_other_scripts_made_is_not_served() {
        migration(SHELF).migrate();
        assertThatThrownBy(() -> check(CHANGED).requireMigrated())
                .hasMessageContaining("not made by the scripts of this release");
    }

    @Test
    void the_argument_migrate_migrates_by_the_settings_of_the_center_and_ends() throws SQLException {
        Map<String, String> variables = variables();
        variables.forEach(System::setProperty);
        try {
            CenterStart.run(SchemaMigrationTests.class, "migrate");
        } finally {
            variables.keySet().forEach(System::clearProperty);
        }
        assertThat(applied()).containsExactly("V1__books.sql");
    }

    private SchemaMigration migration(String scripts) {
        return SchemaMigration.of(settings(scripts));
    }

    private SchemaCheck check(String scripts) {
        return new SchemaCheck(
                new DriverManagerDataSource(database.url(), database.user(), database.password()), settings(scripts));
    }

    private MockEnvironment settings(String scripts) {
        MockEnvironment settings = new MockEnvironment();
        variables().forEach(settings::setProperty);
        settings.setProperty("meridian.database.migrations", scripts);
        return settings;
    }

    private Map<String, String> variables() {
        return Map.of(
                "MERIDIAN_DB_URL", database.url(),
                "MERIDIAN_DB_OWNER", database.owner(),
                "MERIDIAN_DB_OWNER_PASSWORD", database.ownerPassword(),
                "MERIDIAN_DB_USER", database.user());
    }

    /** Whether the application's role may do it. */
    private boolean run(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            boolean ignored = statement.execute(sql);
            return true;
        } catch (SQLException e) {
            if ("42501".equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private List<String> applied() throws SQLException {
        List<String> scripts = new ArrayList<>();
        try (Connection connection = postgres.connect(name);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select script from flyway_schema_history where success and version is not null"
                                + " order by installed_rank")) {
            while (rows.next()) {
                scripts.add(rows.getString(1));
            }
        }
        return scripts;
    }
}
