package dev.meridian.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.TestDatabase;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database of the last release, with its rows, becomes one of this release. */
class MigrationTests {

    private static final String LAST_RELEASE = "0100";

    private final PostgresAddress server = SharedServers.postgres();
    private final Database database =
            server.createDatabase("old_" + UUID.randomUUID().toString().substring(0, 8), "owner", "app");
    private final TestDatabase rows = new TestDatabase(server, database);

    @Test
    void clients_that_were_registered_before_keep_their_ids_rights_and_secrets() {
        assertThat(migrateTo(LAST_RELEASE)).isPositive();
        int before = rows.update("""
            insert into brand values ('aurora', 'Aurora', '极光', now(), now())
            """) + rows.update("""
                            insert into channel (brand, channel, kind, created_at, updated_at)
                            values ('aurora', 'app', 'app', now(), now())
                            """) + rows.update("""
                            insert into api_client (client_id, brand, channel, scopes, created_at, updated_at)
                            values ('aurora-backend', 'aurora', 'api', '{customer:read}', now(), now()),
                                   ('operator', '*', 'api', '{identity:admin}', now(), now())
                            """);
        assertThat(before).isEqualTo(4);

        assertThat(migrateTo("latest")).isPositive();

        assertThat(rows.rows("select client_id, realm from client_name order by client_id"))
                .containsExactly(
                        Map.of("client_id", "aurora-backend", "realm", "platform"),
                        Map.of("client_id", "aurora.app", "realm", "customers"),
                        Map.of("client_id", "operator", "realm", "platform"));
        assertThat(rows.number("select count(*) from api_client where state = 'active'"))
                .isEqualTo(2);
        assertThat(rows.number("select count(*) from client_secret where used_at is not null and retired_at is null"))
                .isEqualTo(2);
        assertThat(rows.number("select count(*) from api_client where approved_by = 'deployment'"))
                .isEqualTo(1);
    }

    private int migrateTo(String target) {
        return Flyway.configure()
                .dataSource(database.url(), database.owner(), database.ownerPassword())
                .locations(
                        "classpath:db/migration/web", "classpath:db/migration/identity", "classpath:db/migration/audit")
                .placeholders(Map.of("app_role", database.user()))
                .target(target)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
