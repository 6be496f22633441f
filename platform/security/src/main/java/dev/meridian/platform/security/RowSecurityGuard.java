package dev.meridian.platform.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Proves that the database itself keeps brands apart: every table with a {@code brand} has forced row security with
 * policies that compare it, and the role we connect with cannot step around them. Run at every start, so a migration
 * that forgets a policy does not get as far as serving a request.
 */
public final class RowSecurityGuard {

    private static final String OPEN_TABLES = """
            select format('%I.%I', n.nspname, c.relname) as name, c.relkind::text as kind,
                   c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
                   (select count(*) from pg_policy p where p.polrelid = c.oid and p.polpermissive) as policies,
                   (select count(*) from pg_policy p where p.polrelid = c.oid and p.polpermissive
                       and not (coalesce(pg_get_expr(p.polqual, p.polrelid), 'meridian_brand_visible(brand)')
                                  like '%meridian_brand_visible(brand)%'
                            and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'meridian_brand_visible(brand)')
                                  like '%meridian_brand_visible(brand)%')) as loose
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p', 'm', 'f')
               and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
               and exists (select 1 from pg_attribute a
                            where a.attrelid = c.oid and a.attname = 'brand' and not a.attisdropped)
               -- A partition is closed by its parent, as long as nobody may read it past the parent.
               and not (c.relispartition and not has_table_privilege(c.oid, 'select, insert, update, delete'))
             order by name
            """;

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
        for (BrandTable table : jdbc.sql(OPEN_TABLES).query(BrandTable::read).list()) {
            holes.addAll(table.holes());
        }
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

    /** A table that has a brand, and what guards it. */
    private record BrandTable(String name, String kind, boolean enabled, boolean forced, int policies, int loose) {

        static BrandTable read(ResultSet row, int number) throws SQLException {
            return new BrandTable(
                    row.getString("name"),
                    row.getString("kind"),
                    row.getBoolean("enabled"),
                    row.getBoolean("forced"),
                    row.getInt("policies"),
                    row.getInt("loose"));
        }

        List<String> holes() {
            if (kind.equals("m") || kind.equals("f")) {
                return List.of(name + " has a brand and is of a kind that cannot have row security");
            }
            List<String> holes = new ArrayList<>();
            if (!enabled) {
                holes.add(name + " has a brand and no row security");
            }
            if (!forced) {
                holes.add(name + " has a brand and does not force row security");
            }
            if (policies == 0) {
                holes.add(name + " has a brand and no policy");
            }
            if (loose > 0) {
                holes.add(name + " has a policy that does not compare the brand");
            }
            return holes;
        }
    }
}
