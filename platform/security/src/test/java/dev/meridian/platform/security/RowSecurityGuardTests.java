package dev.meridian.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RowSecurityGuardTests {

    private static final String POLICY =
            "create policy p on leak using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));";
    private static final String ENABLED = "alter table leak enable row level security;";
    private static final String FORCED = "alter table leak force row level security;";
    private static final String LEAK = "create table leak (brand text not null);";

    private ScratchDatabase database;

    @BeforeEach
    void start() {
        database = new ScratchDatabase(1);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void a_guarded_database_has_no_hole() {
        assertThat(holes()).isEmpty();
        database.asOwner(LEAK + ENABLED + FORCED + POLICY + "create table free (id int);");
        assertThat(holes()).isEmpty();
    }

    @Test
    void a_table_without_row_security_is_found() {
        database.asOwner(LEAK + POLICY);
        assertThat(holes()).anyMatch(hole -> hole.contains("public.leak") && hole.contains("no row security"));
        assertThatThrownBy(() -> new RowSecurityGuard(JdbcClient.create(database.pool())).requireClosed())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("public.leak");
    }

    @Test
    void a_table_whose_owner_is_not_bound_is_found() {
        database.asOwner(LEAK + ENABLED + POLICY);
        assertThat(holes()).containsExactly("public.leak has a brand and does not force row security");
    }

    @Test
    void a_table_without_a_policy_is_found() {
        database.asOwner(LEAK + ENABLED + FORCED);
        assertThat(holes()).containsExactly("public.leak has a brand and no policy");
    }

    @Test
    void a_policy_that_lets_everything_pass_is_found() {
        database.asOwner(LEAK + ENABLED + FORCED + POLICY + "create policy loose on leak for select using (true);");
        assertThat(holes()).containsExactly("public.leak has a policy that does not compare the brand");
    }

    @Test
    void a_materialized_view_of_brand_rows_is_found() {
        database.asOwner("create materialized view copy as select brand from note with no data;");
        assertThat(holes()).anyMatch(hole -> hole.contains("public.copy"));
    }

    @Test
    void a_partition_is_found_only_when_it_can_be_read_past_its_parent() {
        database.asOwner("""
                create table split (brand text not null, n int) partition by range (n);
                create table split_1 partition of split for values from (0) to (9);
                alter table split enable row level security;
                alter table split force row level security;
                create policy p on split using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
                grant select on split to %s;
                """.formatted(database.applicationRole()));
        assertThat(holes()).isEmpty();
        database.asOwner("grant select on split_1 to " + database.applicationRole());
        assertThat(holes()).anyMatch(hole -> hole.contains("public.split_1"));
    }

    @Test
    void a_view_of_a_powerful_owner_is_found() {
        database.asSuperuser(
                "create view peek as select * from note; grant select on peek to " + database.applicationRole());
        assertThat(holes()).anyMatch(hole -> hole.contains("public.peek"));
        database.asSuperuser("alter view peek set (security_invoker = true)");
        assertThat(holes()).isEmpty();
    }

    @Test
    void an_application_that_owns_a_table_is_found() {
        database.asSuperuser("create table mine (id int); alter table mine owner to " + database.applicationRole());
        assertThat(holes()).containsExactly("The application's role owns public.mine");
    }

    @Test
    void an_application_that_row_security_does_not_bind_is_found() {
        database.asSuperuser("alter role " + database.applicationRole() + " bypassrls");
        assertThat(holes()).anyMatch(hole -> hole.contains("row security does not bind"));
    }

    private List<String> holes() {
        return new RowSecurityGuard(JdbcClient.create(database.pool())).holes();
    }
}
