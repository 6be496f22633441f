package dev.meridian.customer.identity;

import dev.meridian.customer.identity.AtStake.Found;
import dev.meridian.customer.identity.AtStake.SightingKey;
import dev.meridian.customer.identity.IdentityChanges.OfBrand;
import dev.meridian.customer.identity.KnownGraph.Held;
import dev.meridian.customer.identity.KnownGraph.Pair;
import dev.meridian.customer.identity.Resolved.Reason;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.rows.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the stored graph, a batch at a time. */
@Component
final class IdentityStore {

    private final JdbcClient jdbc;

    IdentityStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What is stored of these identifiers, for the group and for the brand beside each. */
    Found find(Collection<SightingKey> wanted) {
        Map<IdentifierKey, KnownIdentifier> identifiers = new HashMap<>();
        Map<SightingKey, KnownSighting> sightings = new HashMap<>();
        jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, encode(i.blind_index, 'hex') as blind, i.customer_id,
                               c.number, s.brand, s.customer_id as brand_customer_id, b.number as brand_number,
                               s.verified
                          from unnest(cast(:brands as text[]), cast(:types as text[]), cast(:scopes as text[]),
                                      cast(:blinds as text[])) as k(brand, type, scope, blind)
                          join identifier i on i.type = k.type and i.scope = k.scope
                                           and i.blind_index = decode(k.blind, 'hex')
                          join customer c on c.customer_id = i.customer_id
                          left join identifier_sighting s on s.brand = k.brand and s.identifier_id = i.identifier_id
                          left join brand_customer b on b.brand = s.brand and b.customer_id = s.customer_id
                        """)
                .param("brands", Columns.texts(wanted, SightingKey::brand))
                .param(
                        "types",
                        Columns.texts(wanted, key -> key.identifier().type().wireName()))
                .param("scopes", Columns.texts(wanted, key -> key.identifier().scope()))
                .param("blinds", Columns.texts(wanted, key -> key.identifier().blindIndex()))
                .query(row -> {
                    KnownIdentifier identifier = known(row);
                    identifiers.put(identifier.key(), identifier);
                    if (row.getString("brand") != null) {
                        KnownSighting seen = sighting(row);
                        sightings.put(new SightingKey(seen.brand(), seen.key()), seen);
                    }
                });
        return new Found(identifiers, sightings);
    }

    /** What the brand beside each has sent of these identifiers: no row that another brand wrote decides the answer. */
    Map<SightingKey, KnownSighting> sightings(Collection<SightingKey> wanted) {
        Map<SightingKey, KnownSighting> sightings = new HashMap<>();
        jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, encode(i.blind_index, 'hex') as blind, s.brand,
                               s.customer_id as brand_customer_id, b.number as brand_number, s.verified
                          from unnest(cast(:brands as text[]), cast(:types as text[]), cast(:scopes as text[]),
                                      cast(:blinds as text[])) as k(brand, type, scope, blind)
                          join identifier i on i.type = k.type and i.scope = k.scope
                                           and i.blind_index = decode(k.blind, 'hex')
                          join identifier_sighting s on s.brand = k.brand and s.identifier_id = i.identifier_id
                          join brand_customer b on b.brand = s.brand and b.customer_id = s.customer_id
                        """)
                .param("brands", Columns.texts(wanted, SightingKey::brand))
                .param(
                        "types",
                        Columns.texts(wanted, key -> key.identifier().type().wireName()))
                .param("scopes", Columns.texts(wanted, key -> key.identifier().scope()))
                .param("blinds", Columns.texts(wanted, key -> key.identifier().blindIndex()))
                .query(row -> {
                    KnownSighting seen = sighting(row);
                    sightings.put(new SightingKey(seen.brand(), seen.key()), seen);
                });
        return sightings;
    }

    /** All identifiers of these customers. */
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

    /** All identifiers of these customers in the eyes of the brands that know them so. */
    List<KnownSighting> sightingsOf(Collection<OfBrand> customers) {
        return jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, encode(i.blind_index, 'hex') as blind, s.brand,
                               s.customer_id as brand_customer_id, b.number as brand_number, s.verified
                          from unnest(cast(:brands as text[]), cast(:customers as uuid[])) as k(brand, customer_id)
                          join brand_customer b on b.brand = k.brand and b.customer_id = k.customer_id
                          join identifier_sighting s on s.brand = k.brand and s.customer_id = k.customer_id
                          join identifier i on i.identifier_id = s.identifier_id
                         order by i.identifier_id
                        """)
                .param("brands", Columns.texts(customers, OfBrand::brand))
                .param(
                        "customers",
                        Columns.texts(customers, one -> one.customer().value()))
                .query((row, number) -> sighting(row))
                .list();
    }

    /** Those of the pairs that were kept apart before. */
    Map<Pair, Held> held(Collection<Pair> pairs) {
        Map<Pair, Held> held = new HashMap<>();
        if (pairs.isEmpty()) {
            return held;
        }
        jdbc.sql("""
                        select h.brand, h.low, h.high, h.reason, h.brand_reason
                          from unnest(cast(:brands as text[]), cast(:lows as uuid[]), cast(:highs as uuid[]))
                               as p(brand, low, high)
                          join merge_hold h on h.low = p.low and h.high = p.high and h.brand = p.brand
                         order by h.held_at
                        """)
                .param("brands", Columns.texts(pairs, Pair::brand))
                .param("lows", Columns.texts(pairs, pair -> pair.low().value()))
                .param("highs", Columns.texts(pairs, pair -> pair.high().value()))
                .query(row -> {
                    Pair pair = new Pair(
                            new Brand(row.getString("brand")),
                            new IdentifierId(row.getObject("low", UUID.class)),
                            new IdentifierId(row.getObject("high", UUID.class)));
                    String brandReason = row.getString("brand_reason");
                    held.put(
                            pair,
                            new Held(
                                    Reason.ofWireName(row.getString("reason")),
                                    brandReason == null ? null : Reason.ofWireName(brandReason)));
                });
        return held;
    }

    /** Those of these ids that the brand beside each knows already, as a customer or as an alias. */
    Set<OfBrand> takenIds(Collection<OfBrand> ids) {
        return new HashSet<>(jdbc.sql("""
                        select b.brand, b.customer_id
                          from unnest(cast(:brands as text[]), cast(:customers as uuid[])) as k(brand, customer_id)
                          join brand_customer b on b.brand = k.brand and b.customer_id = k.customer_id
                        """)
                .param("brands", Columns.texts(ids, OfBrand::brand))
                .param("customers", Columns.texts(ids, one -> one.customer().value()))
                .query((row, number) -> new OfBrand(
                        new Brand(row.getString("brand")), new CustomerId(row.getObject("customer_id", UUID.class))))
                .list());
    }

    private static KnownIdentifier known(ResultSet row) throws SQLException {
        return new KnownIdentifier(
                new IdentifierId(row.getObject("identifier_id", UUID.class)),
                key(row),
                new CustomerId(row.getObject("customer_id", UUID.class)),
                row.getLong("number"));
    }

    private static KnownSighting sighting(ResultSet row) throws SQLException {
        return new KnownSighting(
                new Brand(row.getString("brand")),
                new IdentifierId(row.getObject("identifier_id", UUID.class)),
                key(row),
                new CustomerId(row.getObject("brand_customer_id", UUID.class)),
                row.getLong("brand_number"),
                row.getBoolean("verified"));
    }

    private static IdentifierKey key(ResultSet row) throws SQLException {
        IdentifierType type = IdentifierType.ofWireName(row.getString("type")).orElseThrow();
        return new IdentifierKey(type, row.getString("scope"), row.getString("blind"));
    }
}
