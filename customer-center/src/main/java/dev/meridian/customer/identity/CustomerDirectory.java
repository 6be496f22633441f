package dev.meridian.customer.identity;

import dev.meridian.customer.protection.SubjectKey;
import dev.meridian.customer.protection.SubjectKeys;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks customers up. Runs in the caller's transaction and shows a brand only identifiers the brand has sent itself:
 * that another brand has linked a number to somebody is not this brand's to learn.
 */
@Component
public final class CustomerDirectory {

    private final JdbcClient jdbc;
    private final SubjectKeys keys;
    private final IdentityResolution resolution;

    CustomerDirectory(JdbcClient jdbc, SubjectKeys keys, IdentityResolution resolution) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.resolution = resolution;
    }

    /**
     * An identifier as its customer's profile shows it.
     *
     * @param verified whether a visible brand has checked it
     * @param firstSeenAt when a visible brand first sent it
     */
    public record KnownAs(Identifier identifier, boolean verified, Instant firstSeenAt) {}

    /** The living customer behind an id: itself, or who has absorbed it; empty for an unknown id. */
    public Optional<CustomerId> living(CustomerId id) {
        return jdbc.sql("""
                        with recursive line(customer_id) as (
                            select customer_id from customer where customer_id = :id
                            union
                            select a.survivor_id from line l join customer_alias a on a.absorbed_id = l.customer_id)
                        select l.customer_id from line l
                         where not exists (select 1 from customer_alias a where a.absorbed_id = l.customer_id)
                        """)
                .param("id", id.value())
                .query(UUID.class)
                .optional()
                .map(CustomerId::new);
    }

    /** As {@link #living}, and keeps the customer from being merged or changed by others until the transaction ends. */
    public Optional<CustomerId> lockLiving(CustomerId id) {
        Optional<CustomerId> found = living(id);
        while (found.isPresent()) {
            UUID locked = jdbc.sql("select customer_id from customer where customer_id = :id for update")
                    .param("id", found.get().value())
                    .query(UUID.class)
                    .single();
            // It may have been absorbed between the two statements.
            Optional<CustomerId> again = living(new CustomerId(locked));
            if (again.equals(found)) {
                return found;
            }
            found = again;
        }
        return found;
    }

    /** The customer an identifier belongs to; empty where the callers' brands have not sent it. */
    public Optional<CustomerId> find(Identifier identifier) {
        IdentifierKey key = resolution.keyOf(identifier);
        return jdbc.sql("""
                        select i.customer_id from identifier i
                         where i.type = :type and i.scope = :scope and i.blind_index = decode(:blind, 'hex')
                           and exists (select 1 from identifier_sighting s where s.identifier_id = i.identifier_id)
                        """)
                .param("type", key.type().wireName())
                .param("scope", key.scope())
                .param("blind", key.blindIndex())
                .query(UUID.class)
                .optional()
                .map(CustomerId::new);
    }

    /** The visible identifiers of a living customer, in the order they were first seen. */
    public List<KnownAs> identifiersOf(CustomerId customer) {
        record Row(UUID id, String type, String scope, UUID key, byte[] cipher, boolean verified, Instant firstSeen) {}
        List<Row> rows = jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, i.key_id, i.cipher, bool_or(s.verified) as verified,
                               min(s.first_seen_at) as first_seen_at
                          from identifier i
                          join identifier_sighting s on s.identifier_id = i.identifier_id
                         where i.customer_id = :customer
                         group by i.identifier_id
                         order by min(s.first_seen_at), i.identifier_id
                        """)
                .param("customer", customer.value())
                .query((row, number) -> new Row(
                        row.getObject("identifier_id", UUID.class),
                        row.getString("type"),
                        row.getString("scope"),
                        row.getObject("key_id", UUID.class),
                        row.getBytes("cipher"),
                        row.getBoolean("verified"),
                        row.getObject("first_seen_at", OffsetDateTime.class).toInstant()))
                .list();
        Map<UUID, SubjectKey> open = keys.byId(rows.stream().map(Row::key).toList());
        return rows.stream()
                .filter(row -> open.containsKey(row.key()))
                .map(row -> new KnownAs(
                        new Identifier(
                                IdentifierType.ofWireName(row.type()).orElseThrow(),
                                row.scope(),
                                Objects.requireNonNull(open.get(row.key()))
                                        .decrypt(IdentityWriter.place(new IdentifierId(row.id())), row.cipher())),
                        row.verified(),
                        row.firstSeen()))
                .toList();
    }
}
