package dev.meridian.platform.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A table that holds brands, and what guards it. A column holds a brand when it can hold text and
 *
 * <ul>
 *   <li>its name says so: {@code brand}, {@code issuing_brand}, {@code brands}, {@code brand_key};
 *   <li>or its type does: the domain {@code brand_key}, or an array of it;
 *   <li>or it refers to such a column by a foreign key.
 * </ul>
 *
 * <p>Every such column must be compared by the table's policies. A column that is no wall between brands is exempted
 * where it is made, by a comment that says why: {@code comment on column outbox.event_brand is 'Not a wall: …'}. That
 * goes for arrays and JSON of brands too, which no policy can compare. A generated column follows the one it is made of.
 *
 * @param name schema and name
 * @param kind as {@code pg_class.relkind}
 * @param enabled whether row security is on
 * @param forced whether it binds the owner too
 * @param brandColumns the columns that must be compared
 * @param policies the permissive policies: each lets rows pass
 */
record BrandTable(
        String name,
        String kind,
        boolean enabled,
        boolean forced,
        List<String> brandColumns,
        List<BrandPolicy> policies) {

    private static final String BRAND_COLUMNS = """
            select c.oid as table_id, format('%I.%I', n.nspname, c.relname) as name, c.relkind::text as kind,
                   c.relrowsecurity as enabled, c.relforcerowsecurity as forced, quote_ident(a.attname) as brand_column
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              join pg_type t on t.oid = a.atttypid
              left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
             where c.relkind in ('r', 'p', 'm', 'f')
               and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
               -- A partition is closed by its parent, as long as nobody may read it past the parent.
               and not (c.relispartition and not has_table_privilege(c.oid, 'select, insert, update, delete'))
               and a.attgenerated = ''
               and coalesce(col_description(c.oid, a.attnum), '') !~ '^Not a wall: .*[[:alpha:]]{3}'
               and (t.typname = 'brand_key' or e.typname = 'brand_key'
                    -- Neither a count, a time nor a flag is a brand, whatever it is called.
                    or t.typcategory in ('S', 'U', 'A', 'E') and (
                       a.attname ~ '(^|_)brands?(_|$)'
                       or exists (select 1
                                    from pg_constraint f
                                    join pg_attribute target on target.attrelid = f.confrelid
                                   where f.contype = 'f' and f.conrelid = c.oid
                                     and target.attnum = f.confkey[array_position(f.conkey, a.attnum)]
                                     and target.attname ~ '(^|_)brands?(_|$)')))
             order by name, a.attnum
            """;

    /** One brand column, and the table it is in. */
    private record BrandColumn(long tableId, String table, String kind, boolean enabled, boolean forced, String name) {

        static BrandColumn read(ResultSet row, int number) throws SQLException {
            return new BrandColumn(
                    row.getLong("table_id"),
                    row.getString("name"),
                    row.getString("kind"),
                    row.getBoolean("enabled"),
                    row.getBoolean("forced"),
                    row.getString("brand_column"));
        }
    }

    /** Every table that holds brands. */
    static List<BrandTable> readAll(JdbcClient jdbc) {
        Map<Long, List<BrandColumn>> byTable = jdbc.sql(BRAND_COLUMNS).query(BrandColumn::read).list().stream()
                .collect(Collectors.groupingBy(BrandColumn::tableId, LinkedHashMap::new, Collectors.toList()));
        return byTable.values().stream()
                .map(columns -> of(
                        columns,
                        BrandPolicy.permissiveOf(jdbc, columns.getFirst().tableId())))
                .toList();
    }

    private static BrandTable of(List<BrandColumn> columns, List<BrandPolicy> policies) {
        BrandColumn first = columns.getFirst();
        List<String> names = columns.stream().map(BrandColumn::name).toList();
        return new BrandTable(first.table(), first.kind(), first.enabled(), first.forced(), names, policies);
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
        if (policies.isEmpty()) {
            holes.add(name + " has a brand and no policy");
            return holes;
        }
        for (BrandPolicy policy : policies) {
            if (!policy.comparesOneOf(brandColumns)) {
                holes.add(name + " has a policy that does not compare the brand: " + policy.name());
            }
        }
        for (String column : brandColumns) {
            if (policies.stream().noneMatch(policy -> policy.comparesOneOf(List.of(column)))) {
                holes.add(name + "." + column + " holds a brand that no policy compares");
            }
        }
        return holes;
    }
}
