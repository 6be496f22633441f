package dev.meridian.platform.testing;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.PostgresAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The database of the center under test, looked at by the superuser, whom row security does not bind: for counting what
 * a call stored or did not store.
 *
 * @param server where it is
 * @param database its name and roles
 */
public record TestDatabase(PostgresAddress server, Database database) {

    /** A connection as superuser; the caller closes it. */
    public Connection connect() throws SQLException {
        return server.connect(database.name());
    }

    /** The rows of a query, values by column name. */
    public List<Map<String, @Nullable Object>> rows(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet result = statement.executeQuery()) {
            ResultSetMetaData columns = result.getMetaData();
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, @Nullable Object> row = new LinkedHashMap<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    row.put(columns.getColumnLabel(column), result.getObject(column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql, e);
        }
    }

    /** The one number a query answers, such as a count. */
    public long number(String sql, Object... arguments) {
        Object value = rows(sql, arguments).getFirst().values().iterator().next();
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException(sql + " answered " + value + ", not a number");
    }

    /** Runs a statement and answers how many rows it touched. */
    public int update(String sql, Object... arguments) {
        try (Connection connection = connect();
                PreparedStatement statement = prepared(connection, sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot run " + sql, e);
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }
}
