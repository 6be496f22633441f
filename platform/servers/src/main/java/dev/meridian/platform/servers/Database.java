package dev.meridian.platform.servers;

/**
 * One center's database and its two roles.
 *
 * @param name of the database
 * @param url JDBC URL without user and password
 * @param owner role that owns the schema; migrations run as it
 * @param ownerPassword its password
 * @param user role the center works under; owns nothing and is bound by row security
 * @param password its password
 */
public record Database(String name, String url, String owner, String ownerPassword, String user, String password) {

    @Override
    public String toString() {
        return user + "@" + url;
    }
}
