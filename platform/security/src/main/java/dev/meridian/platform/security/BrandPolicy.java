package dev.meridian.platform.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A permissive policy, with its expressions as PostgreSQL itself writes them. They are compared as wholes with what is
 * allowed, so that nothing beside the comparison ({@code or true}) goes unnoticed.
 *
 * @param name of the policy
 * @param reads whether it is for select alone
 * @param using which rows may be seen; null where it says nothing, which lets no row pass
 * @param check which rows may be written; null where {@code using} decides that too
 */
record BrandPolicy(
        String name,
        boolean reads,
        @Nullable String using,
        @Nullable String check) {

    private static final String PERMISSIVE = """
            select p.polname as name, p.polcmd = 'r' as reads, pg_get_expr(p.polqual, p.polrelid) as using_expr,
                   pg_get_expr(p.polwithcheck, p.polrelid) as check_expr
              from pg_policy p
             where p.polrelid = :table and p.polpermissive
             order by p.polname
            """;

    /** The policies of all tables, those without a brand included: a table may be walled by what it belongs to. */
    private static final String ALL = """
            select format('%s of %I.%I', p.polname, n.nspname, c.relname) as name, p.polcmd = 'r' as reads,
                   pg_get_expr(p.polqual, p.polrelid) as using_expr,
                   pg_get_expr(p.polwithcheck, p.polrelid) as check_expr
              from pg_policy p
              join pg_class c on c.oid = p.polrelid
              join pg_namespace n on n.oid = c.relnamespace
             where p.polpermissive
             order by 1
            """;

    /** The one place where the word belongs: a setting that is missing reads as null. */
    private static final String MISSING_IS_NULL = "current_setting('meridian.brand'::text, true)";

    private static final Pattern LITERAL = Pattern.compile("'[^']*'");
    private static final Pattern CONSTANT_TRUE = Pattern.compile("\\btrue\\b");

    static List<BrandPolicy> permissiveOf(JdbcClient jdbc, long table) {
        return jdbc.sql(PERMISSIVE)
                .param("table", table)
                .query(BrandPolicy::read)
                .list();
    }

    /** Names of policies in which a constant lets every row pass. */
    static List<String> alwaysTrue(JdbcClient jdbc) {
        return jdbc.sql(ALL).query(BrandPolicy::read).list().stream()
                .filter(policy -> holdsAlways(policy.using()) || holdsAlways(policy.check()))
                .map(BrandPolicy::name)
                .toList();
    }

    /** Whether everything it lets pass is of the brand in scope, by one of these columns. */
    boolean comparesOneOf(List<String> columns) {
        return columns.stream()
                .anyMatch(column -> (using == null || usingCompares(column, using))
                        && (check == null || check.equals(visible(column)))
                        && !(using == null && check == null));
    }

    private boolean usingCompares(String column, String expression) {
        return expression.equals(visible(column)) || reads && isVisibleOrOfGroup(column, expression);
    }

    private static String visible(String column) {
        return "meridian_brand_visible(" + column + ")";
    }

    /**
     * Rows of the group may be read by brands: {@code (visible(brand) OR (brand = '*'))}, or only some of them:
     * {@code (visible(brand) OR ((brand = '*') AND …))}. PostgreSQL writes each AND and OR in parentheses of its own, so
     * what follows the AND can only narrow as long as the parenthesis before it closes at the very end.
     */
    private static boolean isVisibleOrOfGroup(String column, String expression) {
        String start = "(" + visible(column) + " OR ";
        if (!expression.startsWith(start) || !expression.endsWith(")")) {
            return false;
        }
        String alternative = expression.substring(start.length(), expression.length() - 1);
        String ofGroup = "(" + column + " = '*'::text)";
        return alternative.equals(ofGroup)
                || alternative.startsWith("(" + ofGroup + " AND ") && closesAtTheEnd(alternative);
    }

    private static boolean closesAtTheEnd(String group) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < group.length(); i++) {
            char c = group.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
                if (depth == 0) {
                    return i == group.length() - 1;
                }
            }
        }
        return false;
    }

    private static boolean holdsAlways(@Nullable String expression) {
        if (expression == null) {
            return false;
        }
        String rest = LITERAL.matcher(expression.replace(MISSING_IS_NULL, "")).replaceAll("");
        return CONSTANT_TRUE.matcher(rest).find();
    }

    private static BrandPolicy read(ResultSet row, int number) throws SQLException {
        return new BrandPolicy(
                row.getString("name"),
                row.getBoolean("reads"),
                row.getString("using_expr"),
                row.getString("check_expr"));
    }
}
