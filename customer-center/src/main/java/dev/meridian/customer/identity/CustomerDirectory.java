package dev.meridian.customer.identity;

import dev.meridian.customer.protection.SubjectKey;
import dev.meridian.customer.protection.SubjectKeys;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks customers up. Runs in the caller's transaction and scope. A brand is shown the customers its own evidence makes,
 * under the ids it was given: that another brand has linked a number to somebody is not this brand's to learn. The group
 * is shown the customers that all evidence makes.
 */
@Component
public final class CustomerDirectory {

    private final JdbcClient jdbc;
    private final SubjectKeys keys;
    private final IdentityResolution resolution;
    private final IdentityLocks locks;
    private final BrandCustomerWriter brandCustomers;

    CustomerDirectory(
            JdbcClient jdbc,
            SubjectKeys keys,
            IdentityResolution resolution,
            IdentityLocks locks,
            BrandCustomerWriter brandCustomers) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.resolution = resolution;
        this.locks = locks;
        this.brandCustomers = brandCustomers;
    }

    /**
     * An identifier as its customer's profile shows it.
     *
     * @param verified whether a visible brand has checked it
     * @param firstSeenAt when a visible brand first sent it
     */
    public record KnownAs(Identifier identifier, boolean verified, Instant firstSeenAt) {}

    /**
     * A customer in the caller's eyes.
     *
     * @param customer the id the caller knows the customer by now
     * @param version changes whenever anything changes that the caller is shown of the customer
     * @param knownSince since when the caller has known the customer
     */
    public record Visible(CustomerId customer, String version, Instant knownSince) {}

    /** Whom an id stands for: the customer itself, or who has absorbed it; empty where the caller does not know it. */
    public Optional<Visible> find(CustomerId id) {
        return living(id).flatMap(this::visible);
    }

    /** The customer an identifier belongs to; empty where the caller's brands have not sent it. */
    public Optional<Visible> find(Identifier identifier) {
        IdentifierKey key = resolution.keyOf(identifier);
        String brand = brandInScope();
        JdbcClient.StatementSpec statement =
                brand == null ? jdbc.sql("""
                        select i.customer_id from identifier i
                         where i.type = :type and i.scope = :scope and i.blind_index = decode(:blind, 'hex')
                           and exists (select 1 from identifier_sighting s where s.identifier_id = i.identifier_id)
                        """) : jdbc.sql("""
                        select s.customer_id
                          from identifier i
                          join identifier_sighting s on s.brand = :brand and s.identifier_id = i.identifier_id
                         where i.type = :type and i.scope = :scope and i.blind_index = decode(:blind, 'hex')
                        """).param("brand", brand);
        return statement
                .param("type", key.type().wireName())
                .param("scope", key.scope())
                .param("blind", key.blindIndex())
                .query(UUID.class)
                .optional()
                .map(CustomerId::new)
                .flatMap(this::visible);
    }

    /**
     * As {@link #find(CustomerId)} for one brand, and until the transaction ends nobody else changes what that brand is
     * shown of the customer: neither a merge nor a call that writes attributes gets past the same lock.
     */
    public Optional<Visible> lock(Brand brand, CustomerId id) {
        Optional<CustomerId> living = living(id);
        while (living.isPresent() && !locks.take(new IdentityChanges.OfBrand(brand, living.get()))) {
            // It was absorbed between the two statements.
            living = living(id);
        }
        return living.flatMap(this::visible);
    }

    /** Says that what a brand is shown of a customer has changed. The caller has locked the customer before. */
    public void touch(Brand brand, CustomerId customer) {
        brandCustomers.touch(List.of(new IdentityChanges.OfBrand(brand, customer)));
    }

    /** The version of what a brand is shown of a customer it knows. */
    public String version(Brand brand, CustomerId customer) {
        return jdbc.sql("select version from brand_customer where brand = :brand and customer_id = :customer")
                .param("brand", brand.key())
                .param("customer", customer.value())
                .query((row, number) ->
                        ViewVersion.of(List.of(part(brand.key(), customer.value(), row.getLong("version")))))
                .single();
    }

    private static String part(String brand, UUID customer, long version) {
        return brand + ":" + customer + ":" + version;
    }

    /** A brand knows the ids it was given and no others: what the group calls a customer says nothing to it. */
    private Optional<CustomerId> living(CustomerId id) {
        return brandInScope() == null ? livingInGroup(id) : livingInBrand(id);
    }

    private Optional<CustomerId> livingInGroup(CustomerId id) {
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

    private Optional<CustomerId> livingInBrand(CustomerId id) {
        return jdbc.sql("""
                        with recursive line(brand, customer_id, survivor_id) as (
                            select brand, customer_id, survivor_id from brand_customer
                             where brand = :brand and customer_id = :id
                            union
                            select b.brand, b.customer_id, b.survivor_id
                              from line l
                              join brand_customer b on b.brand = l.brand and b.customer_id = l.survivor_id)
                        select customer_id from line where survivor_id is null
                        """)
                .param("brand", Objects.requireNonNullElse(brandInScope(), ""))
                .param("id", id.value())
                .query(UUID.class)
                .optional()
                .map(CustomerId::new);
    }

    /** The version is a digest: a number counted per customer would tell the group's callers how many brands there are. */
    private Optional<Visible> visible(CustomerId customer) {
        record Row(String brand, UUID id, long version, Instant since) {}
        String brand = brandInScope();
        JdbcClient.StatementSpec statement =
                brand == null ? jdbc.sql("""
                        select distinct b.brand, b.customer_id, b.version, b.known_since
                          from identifier i
                          join identifier_sighting s on s.identifier_id = i.identifier_id
                          join brand_customer b on b.brand = s.brand and b.customer_id = s.customer_id
                         where i.customer_id = :customer
                         order by b.brand, b.customer_id
                        """) : jdbc.sql("""
                        select b.brand, b.customer_id, b.version, b.known_since from brand_customer b
                         where b.brand = :brand and b.customer_id = :customer
                        """).param("brand", brand);
        List<Row> rows = statement
                .param("customer", customer.value())
                .query((row, number) -> new Row(
                        row.getString("brand"),
                        row.getObject("customer_id", UUID.class),
                        row.getLong("version"),
                        Timestamps.instant(row, "known_since")))
                .list();
        return rows.stream()
                .map(Row::since)
                .min(Comparator.naturalOrder())
                .map(since -> new Visible(
                        customer,
                        ViewVersion.of(rows.stream()
                                .map(row -> part(row.brand(), row.id(), row.version()))
                                .toList()),
                        since));
    }

    /** The brand whose eyes the transaction looks through; null for the group's. */
    private static @Nullable String brandInScope() {
        return switch (ActiveBrandScope.current()) {
            case BrandScope.OneBrand(Brand brand) -> brand.key();
            case BrandScope.Group ignored -> null;
            case BrandScope.Nothing ignored -> "";
        };
    }

    /** The identifiers of a customer that the caller's brands have sent, in the order they were first seen. */
    public List<KnownAs> identifiersOf(CustomerId customer) {
        record Row(UUID id, String type, String scope, UUID key, byte[] cipher, boolean verified, Instant firstSeen) {}
        String brand = brandInScope();
        String whose = brand == null ? "i.customer_id = :customer" : "s.brand = :brand and s.customer_id = :customer";
        List<Row> rows = jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, i.key_id, i.cipher, bool_or(s.verified) as verified,
                               min(s.first_seen_at) as first_seen_at
                          from identifier i
                          join identifier_sighting s on s.identifier_id = i.identifier_id
                         where %s
                         group by i.identifier_id
                         order by min(s.first_seen_at), i.type, i.blind_index
                        """.formatted(whose))
                .param("brand", brand)
                .param("customer", customer.value())
                .query((row, number) -> new Row(
                        row.getObject("identifier_id", UUID.class),
                        row.getString("type"),
                        row.getString("scope"),
                        row.getObject("key_id", UUID.class),
                        row.getBytes("cipher"),
                        row.getBoolean("verified"),
                        Timestamps.instant(row, "first_seen_at")))
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
