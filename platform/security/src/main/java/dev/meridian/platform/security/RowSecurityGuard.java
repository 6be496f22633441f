package dev.meridian.platform.security;

import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Proves that the database itself keeps brands apart: every table that holds a brand has forced row security with
 * policies that compare it, and the role we connect with cannot step around them. Run at every start, so a migration
 * that forgets a policy does not get as far as serving a request. What counts as holding a brand, and how a migration
 * says that a column is no wall, is told in {@link BrandTable}.
 */
public final class RowSecurityGuard {

    private static final String OWNED_TABLES = """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p', 'm', 'f', 'v')
               and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
               and pg_has_role(current_user, c.relowner, 'member')
             order by 1
            """;

    private static final String UNSAFE_VIEWS = """
            select format('%I.%I', n.nspname, c.relname)
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_roles o on o.oid = c.relowner
             where c.relkind = 'v' and (o.rolsuper or o.rolbypassrls)
               and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
               and not coalesce(c.reloptions::text[] && array['security_invoker=true', 'security_invoker=on'], false)
               and has_table_privilege(c.oid, 'select')
             order by 1
            """;

    private static final String POWERFUL_ROLES = """
            select r.rolname from pg_roles r
             where (r.rolsuper or r.rolbypassrls) and pg_has_role(current_user, r.oid, 'member')
             order by 1
            """;

    private static final String COMPARISON_EXISTS =
            "select to_regprocedure('meridian_brand_visible(text)') is not null";

    /** Asked outside any scope, in which no brand's rows may be seen. */
    private static final String SEEN_WITHOUT_SCOPE =
            "select coalesce(bool_or(meridian_brand_visible(b)), false) from unnest(array['any-brand', '*', '']) b";

    private final JdbcClient jdbc;

    /** @param jdbc connects with the role the center works with, never the owner's */
    public RowSecurityGuard(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Every hole, in words; empty when brands are kept apart. */
    public List<String> holes() {
        List<String> holes = new ArrayList<>();
        for (String role : jdbc.sql(POWERFUL_ROLES).query(String.class).list()) {
            holes.add("The application's role is, or may become, " + role + ", which row security does not bind");
        }
        for (String table : jdbc.sql(OWNED_TABLES).query(String.class).list()) {
            holes.add("The application's role owns " + table);
        }
        for (String view : jdbc.sql(UNSAFE_VIEWS).query(String.class).list()) {
            holes.add("The view " + view + " reads with rights that row security does not bind");
        }
        if (jdbc.sql(COMPARISON_EXISTS).query(Boolean.class).single()
                && jdbc.sql(SEEN_WITHOUT_SCOPE).query(Boolean.class).single()) {
            holes.add("meridian_brand_visible shows rows where no brand is in scope");
        }
        BrandTable.readAll(jdbc).forEach(table -> holes.addAll(table.holes()));
        BrandPolicy.alwaysTrue(jdbc).forEach(policy -> holes.add(policy + " is a policy that holds for every row"));
        return holes;
    }

    /**
     * Refuses to go on with a hole.
     *
     * @throws IllegalStateException naming every hole
     */
    public void requireClosed() {
        List<String> holes = holes();
        if (!holes.isEmpty()) {
            throw new IllegalStateException("Brands are not kept apart: " + String.join("; ", holes));
        }
    }
}
