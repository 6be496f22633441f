package dev.meridian.customer.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.TestDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A database of the last release, with people in it, becomes one of this release. */
class MigrationFromTheLastReleaseTests {

    private static final String LAST_RELEASE = "0103";

    private final PostgresAddress server = SharedServers.postgres();
    private final Database made = server.createDatabase(
            "test_migration_" + UUID.randomUUID().toString().substring(0, 8), "owner-secret", "app-secret");
    private final TestDatabase database = new TestDatabase(server, made);

    @Test
    void people_keep_their_ids_and_every_brand_keeps_what_it_was_shown() {
        assertThat(flyway(LAST_RELEASE).migrate().success).isTrue();
        UUID older = uuid(1);
        UUID younger = uuid(2);
        UUID other = uuid(3);
        customer(older, "active");
        customer(younger, "merged");
        customer(other, "active");
        identifier(uuid(11), older);
        identifier(uuid(12), older);
        identifier(uuid(13), other);
        sighting("aurora", uuid(11));
        sighting("aurora", uuid(12));
        sighting("boreal", uuid(12));
        // Held, and nobody to its own brand until now: no source profile.
        sighting("boreal", uuid(13));
        sourceProfile("aurora", uuid(11));
        sourceProfile("boreal", uuid(12));
        run(
                "insert into merge values (?, ?, ?, 'aurora', 'shared_identifier', 'event', 'e', now())",
                uuid(21),
                older,
                younger);
        run("insert into merge_moved_identifier values (?, ?)", uuid(21), uuid(12));
        run("insert into customer_alias values (?, ?, ?)", younger, older, uuid(21));
        run("insert into subject_key values (?, ?, ?, now())", uuid(31), older, new byte[60]);

        assertThat(flyway("latest").migrate().success).isTrue();

        assertThat(database.number("select count(*) from customer")).isEqualTo(3);
        assertThat(database.number("select count(distinct number) from customer"))
                .isEqualTo(3);
        assertThat(database.number("select number from customer where customer_id = ?", older))
                .as("the older has the smaller number")
                .isLessThan(database.number("select number from customer where customer_id = ?", other));
        assertThat(database.rows(
                        "select brand, customer_id, survivor_id from brand_customer order by brand, customer_id"))
                .containsExactly(
                        row("aurora", older, null),
                        row("aurora", younger, older),
                        row("boreal", older, null),
                        row("boreal", younger, older),
                        row("boreal", other, null));
        assertThat(database.number("select count(*) from identifier_sighting where customer_id = ?", older))
                .isEqualTo(3);
        assertThat(database.number("select count(*) from source_profile where identifier_id = ?", uuid(13)))
                .as("who was nobody is somebody")
                .isOne();
        assertThat(database.rows("select subject, kek_id from subject_key"))
                .containsExactly(Map.of("subject", "customer", "kek_id", "1"));
        run("insert into customer (customer_id, created_at) values (?, now())", UUID.randomUUID());
        assertThat(database.number("select max(number) from customer")).isEqualTo(4);
    }

    private static Map<String, @Nullable Object> row(String brand, UUID customer, @Nullable UUID survivor) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("brand", brand);
        row.put("customer_id", customer);
        row.put("survivor_id", survivor);
        return row;
    }

    private Flyway flyway(String target) {
        return Flyway.configure()
                .locations(
                        "classpath:db/migration/messaging",
                        "classpath:db/migration/web",
                        "classpath:db/migration/customer")
                .dataSource(made.url(), made.owner(), made.ownerPassword())
                .placeholders(Map.of("app_role", made.user()))
                .target(target)
                .load();
    }

    private void customer(UUID id, String state) {
        run("insert into customer (customer_id, created_at, state) values (?, now(), ?)", id, state);
    }

    private void identifier(UUID id, UUID customer) {
        run(
                "insert into identifier values (?, 'phone', '', decode(repeat('ab', 28) || ?, 'hex'), ?, ?, ?, now())",
                id,
                "%08x".formatted(id.getLeastSignificantBits() & 0xffff),
                uuid(31),
                new byte[] {1},
                customer);
    }

    private void sighting(String brand, UUID identifier) {
        run("insert into identifier_sighting values (?, ?, false, now())", brand, identifier);
    }

    private void sourceProfile(String brand, UUID identifier) {
        run(
                "insert into source_profile (source_profile_id, brand, identifier_id, created_at) values (?, ?, ?, now())",
                UUID.randomUUID(),
                brand,
                identifier);
    }

    private void run(String sql, Object... arguments) {
        assertThat(database.update(sql, arguments)).isOne();
    }

    private static UUID uuid(int number) {
        return new UUID(0x0199d3c47a107000L, 0x8000000000000000L | number);
    }
}
