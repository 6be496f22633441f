package dev.meridian.membership.enrolment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A database of the last release becomes one of this release: until told otherwise, a brand's customer is the group's. */
class MigrationFromTheLastReleaseTests {

    private static final String LAST_RELEASE = "0102";

    private final PostgresAddress server = SharedServers.postgres();
    private final Database made = server.createDatabase(
            "test_migration_" + UUID.randomUUID().toString().substring(0, 8), "owner-secret", "app-secret");
    private final TestDatabase database = new TestDatabase(server, made);
    private final UUID survivor = UUID.randomUUID();
    private final UUID absorbed = UUID.randomUUID();
    private final UUID member = UUID.randomUUID();
    private final UUID oldMember = UUID.randomUUID();

    @Test
    void every_brand_keeps_the_customers_and_member_ids_it_was_given() {
        assertThat(flyway(LAST_RELEASE).migrate().success).isTrue();
        run("insert into customer (customer_id, first_seen_at) values (?, now())", survivor);
        run(
                "insert into customer (customer_id, first_seen_at, absorbed_by, merge_id, merged_at)"
                        + " values (?, now(), ?, ?, now())",
                absorbed,
                survivor,
                UUID.randomUUID());
        run("insert into customer_brand values (?, 'aurora')", survivor);
        run("insert into customer_brand values (?, 'aurora')", absorbed);
        run("insert into member values (?, 'group-club', ?, now())", member, survivor);
        run(
                "insert into member values (?, 'group-club', ?, now(), ?, ?)",
                oldMember,
                absorbed,
                member,
                UUID.randomUUID());

        assertThat(flyway("latest").migrate().success).isTrue();

        assertThat(database.rows("select brand, customer_id, group_customer_id from brand_customer"))
                .containsExactly(row("brand", "aurora", "customer_id", survivor, "group_customer_id", survivor));
        assertThat(database.rows("select brand, absorbed_id, survivor_id from brand_customer_alias"))
                .containsExactly(row("brand", "aurora", "absorbed_id", absorbed, "survivor_id", survivor));
        assertThat(database.rows("select customer_id, member_id from brand_member"))
                .containsExactlyInAnyOrder(
                        row("customer_id", survivor, "member_id", member),
                        row("customer_id", absorbed, "member_id", oldMember));
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .locations(
                        "classpath:db/migration/messaging",
                        "classpath:db/migration/web",
                        "classpath:db/migration/membership")
                .dataSource(made.url(), made.owner(), made.ownerPassword())
                .placeholders(Map.of("app_role", made.user()))
                .target(target)
                .load();
    }

    private void run(String sql, Object... arguments) {
        assertThat(database.update(sql, arguments)).isOne();
    }

    private static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }
}
