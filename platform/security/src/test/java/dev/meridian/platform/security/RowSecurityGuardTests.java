package dev.meridian.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
        assertThat(holes())
                .containsExactly(
                        "public.leak has a policy that does not compare the brand: loose",
                        "loose of public.leak is a policy that holds for every row");
    }

    /** Each lets rows of other brands pass beside those it compares, or compares something that is not the brand. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "using (meridian_brand_visible(brand) or true)",
                "using (meridian_brand_visible(brand) or brand = brand)",
                "using (meridian_brand_visible(brand) or brand = 'boreal')",
                "using (meridian_brand_visible(brand) or note = 'meridian_brand_visible(brand)')",
                "using (not meridian_brand_visible(brand))",
                "using (meridian_brand_visible(note))",
                "using (meridian_brand_visible('*'))",
                "using (meridian_brand_visible(brand)) with check (true)",
                "using (meridian_brand_visible(brand) or brand = '*')",
                "for insert with check (note = '')",
                "for select using (meridian_brand_visible(brand) or brand = '*' and note = '' or note = 'x')",
                "for select using (meridian_brand_visible(brand) or (brand = '*' or note = '') and note <> '')"
            })
    void a_policy_that_lets_more_pass_than_the_brand_is_found(String policy) {
        database.asOwner("create table leak (brand text not null, note text not null);" + ENABLED + FORCED
                + "create policy loose on leak " + policy);
        assertThat(holes()).contains("public.leak has a policy that does not compare the brand: loose");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for select using (meridian_brand_visible(brand) or brand = '*')",
                "for select using (meridian_brand_visible(brand) or brand = '*' and note = 'a) or (b')",
                "for select using (meridian_brand_visible(brand) or brand = '*' and exists (select 1 from note n where n.id > 0))"
            })
    void rows_of_the_group_may_be_read_by_brands(String policy) {
        database.asOwner("create table leak (brand text not null, note text not null);" + ENABLED + FORCED + POLICY
                + "create policy of_group on leak " + policy);
        assertThat(holes()).isEmpty();
    }

    /** What holds a brand, by name, by type, or by what it refers to. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "issuing_brand text",
                "brand_key varchar(32)",
                "known_brands text[]",
                "brands jsonb",
                "issuer brand_key",
                "issuers brand_key[]",
                "owner text references brand"
            })
    void a_brand_is_found_whatever_its_column_is_called(String column) {
        database.asOwner("create domain brand_key as text; create table brand (brand text primary key);"
                + "comment on column brand.brand is 'Not a wall: the list of brands is no secret';"
                + "create table leak (id int, " + column + ")");
        assertThat(holes()).contains("public.leak has a brand and no row security");
        database.asOwner("alter table leak add brand text not null;" + ENABLED + FORCED + POLICY);
        assertThat(holes()).hasSize(1).first().asString().endsWith("holds a brand that no policy compares");
    }

    @Test
    void a_policy_may_compare_a_brand_of_another_name() {
        database.asOwner("create table leak (issuing_brand text not null);" + ENABLED + FORCED
                + "create policy p on leak using (meridian_brand_visible(issuing_brand))");
        assertThat(holes()).isEmpty();
    }

    @Test
    void what_only_sounds_like_a_brand_is_none() {
        database.asOwner(
                "create table free (brand_count int, branding text, brand_known boolean, brands_at timestamptz)");
        assertThat(holes()).isEmpty();
    }

    @Test
    void a_column_that_is_no_wall_is_left_out_by_a_comment_with_its_reason_and_not_without() {
        database.asOwner("create table leak (issuing_brand text not null)");
        database.asOwner("comment on column leak.issuing_brand is 'Not a wall: '");
        assertThat(holes()).contains("public.leak has a brand and no row security");
        database.asOwner("comment on column leak.issuing_brand is 'Not a wall: read for nobody''s answer'");
        assertThat(holes()).isEmpty();
    }

    @Test
    void a_policy_that_holds_for_every_row_is_found_where_no_brand_is() {
        database.asOwner("""
                create table member (id int);
                alter table member enable row level security;
                create policy walled on member using (current_setting('meridian.brand', true) = '*');
                """);
        assertThat(holes()).isEmpty();
        database.asOwner("create policy loose on member for select using (id = 1 or true)");
        assertThat(holes()).containsExactly("loose of public.member is a policy that holds for every row");
    }

    @Test
    void a_comparison_that_was_replaced_by_one_that_shows_everything_is_found() {
        database.asOwner("create or replace function meridian_brand_visible(brand text) returns boolean language sql"
                + " stable parallel safe return true");
        assertThat(holes()).containsExactly("meridian_brand_visible shows rows where no brand is in scope");
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
