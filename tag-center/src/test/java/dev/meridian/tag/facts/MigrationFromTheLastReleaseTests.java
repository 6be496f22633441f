package dev.meridian.tag.facts;

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

    private static final String LAST_RELEASE = "0101";

    private final PostgresAddress server = SharedServers.postgres();
    private final Database made = server.createDatabase(
            "test_migration_" + UUID.randomUUID().toString().substring(0, 8), "owner-secret", "app-secret");
    private final TestDatabase database = new TestDatabase(server, made);
    private final UUID survivor = UUID.randomUUID();
    private final UUID absorbed = UUID.randomUUID();
    private final UUID profile = UUID.randomUUID();
    private final UUID moved = UUID.randomUUID();

    @Test
    void every_brand_keeps_the_customers_it_was_shown_and_what_they_were_merged_into() {
        assertThat(flyway(LAST_RELEASE).migrate().success).isTrue();
        run("insert into customer values (?, false)", survivor);
        run("insert into customer values (?, true)", absorbed);
        run("insert into customer_alias values (?, ?, ?, now())", absorbed, survivor, UUID.randomUUID());
        run("insert into customer_brand values ('aurora', ?)", survivor);
        run("insert into source_profile values (?, ?)", profile, survivor);
        run("insert into source_profile values (?, ?)", moved, survivor);
        run("insert into profile_attributes values (?, 'aurora', '{}', now())", profile);
        run(
                "insert into activity_fact values (?, ?, 'aurora', 'order.paid', 'app', now(), '{}')",
                UUID.randomUUID(),
                moved);

        assertThat(flyway("latest").migrate().success).isTrue();

        assertThat(database.rows("select brand, customer_id, absorbed from customer order by brand, absorbed"))
                .containsExactly(
                        row("brand", "*", "customer_id", survivor, "absorbed", false),
                        row("brand", "*", "customer_id", absorbed, "absorbed", true),
                        row("brand", "aurora", "customer_id", survivor, "absorbed", false),
                        row("brand", "aurora", "customer_id", absorbed, "absorbed", true));
        assertThat(database.rows("select brand, absorbed_id, survivor_id from customer_alias order by brand"))
                .containsExactly(
                        row("brand", "*", "absorbed_id", absorbed, "survivor_id", survivor),
                        row("brand", "aurora", "absorbed_id", absorbed, "survivor_id", survivor));
        assertThat(database.rows(
                        "select brand, told, count(*) as profiles from source_profile where customer_id = ?"
                                + " group by brand, told order by brand",
                        survivor))
                .containsExactly(
                        row("brand", "*", "told", true, "profiles", 2L),
                        row("brand", "aurora", "told", false, "profiles", 2L));
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .locations(
                        "classpath:db/migration/messaging", "classpath:db/migration/web", "classpath:db/migration/tag")
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
