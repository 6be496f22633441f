package dev.meridian.platform.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL server listens and how its superuser signs in.
 *
 * @param host name or address
 * @param port TCP port
 * @param user the superuser
 * @param password the superuser's password
 */
public record PostgresAddress(String host, int port, String user, String password) {

    private static final Pattern DATABASE_NAME = Pattern.compile("[a-z][a-z0-9_]{0,50}");

    /** The JDBC URL of a database on this server, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /**
     * Makes sure that a database exists with the two roles a center works under: {@code <name>_owner}, which owns the
     * schema, and {@code <name>_app}, which owns nothing, is no superuser and cannot step around row security. May be
     * called again with the same or with new passwords.
     *
     * @param name lower-case letters, digits and underscores, at most 51 characters
     * @param ownerPassword password of the owner role
     * @param appPassword password of the app role
     * @return how to reach it
     * @throws IllegalArgumentException when the name is not of that form
     * @throws ServerException when the server refuses
     */
    public Database createDatabase(String name, String ownerPassword, String appPassword) {
        Database database = database(name, ownerPassword, appPassword);
        try (Connection connection = connect("postgres")) {
            role(connection, database.owner(), ownerPassword);
            role(connection, database.user(), appPassword);
            if (!exists(connection, "select 1 from pg_database where datname = ?", name)) {
                run(connection, "create database " + name + " owner " + database.owner());
            }
            run(connection, "revoke all on database " + name + " from public");
            run(connection, "grant connect, temporary on database " + name + " to " + database.user());
        } catch (SQLException e) {
            throw new ServerException("PostgreSQL would not create the database " + name, e);
        }
        try (Connection connection = connect(name)) {
            run(connection, "alter schema public owner to " + database.owner());
            run(connection, "revoke create on schema public from public");
            run(connection, "grant usage on schema public to " + database.user());
        } catch (SQLException e) {
            throw new ServerException("PostgreSQL would not prepare the database " + name, e);
        }
        return database;
    }

    /**
     * How a database made by {@link #createDatabase} is reached; nothing is made.
     *
     * @param name lower-case letters, digits and underscores, at most 51 characters
     */
    public Database database(String name, String ownerPassword, String appPassword) {
        if (!DATABASE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a database name: " + name);
        }
        return new Database(name, jdbcUrl(name), name + "_owner", ownerPassword, name + "_app", appPassword);
    }

    /**
     * Drops a database made by {@link #createDatabase}, its open connections and its two roles, when they exist.
     *
     * @param name as given to {@link #createDatabase}
     */
    public void dropDatabase(String name) {
        if (!DATABASE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a database name: " + name);
        }
        try (Connection connection = connect("postgres")) {
            run(connection, "drop database if exists " + name + " with (force)");
            run(connection, "drop role if exists " + name + "_owner");
            run(connection, "drop role if exists " + name + "_app");
        } catch (SQLException e) {
            throw new ServerException("PostgreSQL would not drop the database " + name, e);
        }
    }

    /**
     * Opens a connection as superuser; the caller closes it.
     *
     * @param database its name
     */
    public Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    private static void role(Connection connection, String role, String password) throws SQLException {
        if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
            run(connection, "create role " + role);
        }
        run(
                connection,
                "alter role " + role + " login nosuperuser nocreatedb nocreaterole nobypassrls password "
                        + literal(password));
    }

    private static boolean exists(Connection connection, String sql, String value) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            boolean ignored = statement.execute(sql);
        }
    }

    private static String literal(String text) {
        if (text.indexOf('\\') >= 0 || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a password may not have a backslash or a zero character");
        }
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
