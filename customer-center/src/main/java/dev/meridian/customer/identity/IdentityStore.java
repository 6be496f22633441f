package dev.meridian.customer.identity;

import dev.meridian.customer.sql.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the identity graph and locks parts of it: one statement for a whole batch. */
@Component
final class IdentityStore {

    private static final int HEX = 16;
    private static final int LOCK_DIGITS = 16;

    private final JdbcClient jdbc;

    IdentityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Map<IdentifierKey, KnownIdentifier> find(Collection<IdentifierKey> wanted) {
        Map<IdentifierKey, KnownIdentifier> found = new HashMap<>();
        jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, encode(i.blind_index, 'hex') as blind, i.customer_id,
                               c.number
                          from unnest(cast(:types as text[]), cast(:scopes as text[]), cast(:blinds as text[]))
                               as k(type, scope, blind)
                          join identifier i on i.type = k.type and i.scope = k.scope
                                           and i.blind_index = decode(k.blind, 'hex')
                          join customer c on c.customer_id = i.customer_id
                        """)
                .param("types", Columns.texts(wanted, key -> key.type().wireName()))
                .param("scopes", Columns.texts(wanted, IdentifierKey::scope))
                .param("blinds", Columns.texts(wanted, IdentifierKey::blindIndex))
                .query((row, number) -> known(row))
                .list()
                .forEach(identifier -> found.put(identifier.key(), identifier));
        return found;
    }

    List<KnownIdentifier> identifiersOf(Collection<CustomerId> customers) {
        return jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, encode(i.blind_index, 'hex') as blind, i.customer_id,
                               c.number
                          from identifier i
                          join customer c on c.customer_id = i.customer_id
                         where i.customer_id = any(cast(:customers as uuid[]))
                         order by i.identifier_id
                        """)
                .param("customers", Columns.texts(customers, CustomerId::value))
                .query((row, number) -> known(row))
                .list();
    }

    /** Locks identifiers that may not exist yet, until the transaction ends. @param wanted in their natural order */
    void lockIdentifiers(Set<IdentifierKey> wanted) {
        List<Long> locks = wanted.stream()
                .map(key -> Long.parseUnsignedLong(key.blindIndex().substring(0, LOCK_DIGITS), HEX))
                .toList();
        int locked = jdbc.sql("""
                        select count(*) from (
                            select pg_advisory_xact_lock(lock) from unnest(cast(:locks as bigint[])) as l(lock)
                            offset 0) as taken
                        """)
                .param("locks", Columns.texts(locks, lock -> lock))
                .query(Integer.class)
                .single();
        if (locked != locks.size()) {
            throw new IllegalStateException("Not every identifier was locked");
        }
    }

    /** Locks customers until the transaction ends. */
    void lockCustomers(Set<CustomerId> customers) {
        List<UUID> locked = jdbc.sql("""
                        select customer_id from customer
                         where customer_id = any(cast(:customers as uuid[]))
                         order by customer_id
                           for update
                        """)
                .param("customers", Columns.texts(customers, CustomerId::value))
                .query((row, number) -> row.getObject("customer_id", UUID.class))
                .list();
        if (locked.size() != customers.size()) {
            throw new IllegalStateException("Not every customer was locked");
        }
    }

    private static KnownIdentifier known(ResultSet row) throws SQLException {
        IdentifierType type = IdentifierType.ofWireName(row.getString("type")).orElseThrow();
        return new KnownIdentifier(
                new IdentifierId(row.getObject("identifier_id", UUID.class)),
                new IdentifierKey(type, row.getString("scope"), row.getString("blind")),
                new CustomerId(row.getObject("customer_id", UUID.class)),
                row.getLong("number"));
    }
}
