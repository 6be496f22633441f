package dev.meridian.customer.profile;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.CustomerIds;
import dev.meridian.customer.identity.IdentifierId;
import dev.meridian.customer.identity.Whose;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Source profiles in PostgreSQL. Row security decides which ones a transaction sees. */
@Component
final class SourceProfiles {

    private final JdbcClient jdbc;
    private final CustomerIds ids;

    SourceProfiles(JdbcClient jdbc, CustomerIds ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /** What a source profile is unique by. */
    record Key(Brand brand, IdentifierId identifier) {}

    /** A source profile that is visible. */
    record Visible(SourceProfileId id, Brand brand, Instant createdAt) {}

    /** Source profiles by key, and which of them are new. */
    record Ensured(Map<Key, SourceProfileId> all, Set<Key> created) {}

    /**
     * Finds or creates them, in two statements, or four where some are new.
     *
     * @param now when new ones were made, as others are told
     */
    Ensured ensure(Set<Key> wanted, Instant now) {
        Map<Key, SourceProfileId> found = find(wanted);
        List<Key> missing = wanted.stream()
                .filter(key -> !found.containsKey(key))
                .sorted(Comparator.<Key, String>comparing(key -> key.brand().key())
                        .thenComparing(Key::identifier))
                .toList();
        if (missing.isEmpty()) {
            return new Ensured(found, Set.of());
        }
        Map<Key, SourceProfileId> created = insert(missing, now);
        found.putAll(created);
        if (created.size() < missing.size()) {
            // Others have just created them, and have committed: otherwise the insert would still wait for them.
            found.putAll(find(wanted));
        }
        return new Ensured(found, created.keySet());
    }

    private Map<Key, SourceProfileId> find(Set<Key> wanted) {
        return byKey(jdbc.sql("""
                        select sp.brand, sp.identifier_id, sp.source_profile_id
                          from unnest(cast(:brands as text[]), cast(:identifiers as uuid[])) as k(brand, identifier_id)
                          join source_profile sp on sp.brand = k.brand and sp.identifier_id = k.identifier_id
                        """)
                .param("brands", Columns.texts(wanted, Key::brand))
                .param(
                        "identifiers",
                        Columns.texts(wanted, key -> key.identifier().value())));
    }

    private Map<Key, SourceProfileId> insert(List<Key> missing, Instant now) {
        return byKey(jdbc.sql("""
                        insert into source_profile (source_profile_id, brand, identifier_id, created_at)
                        select id, brand, identifier_id, :now
                          from unnest(cast(:ids as uuid[]), cast(:brands as text[]), cast(:identifiers as uuid[]))
                               as k(id, brand, identifier_id)
                            on conflict (brand, identifier_id) do nothing
                        returning brand, identifier_id, source_profile_id
                        """)
                .param("ids", Columns.texts(missing, key -> ids.nextUuid()))
                .param("brands", Columns.texts(missing, Key::brand))
                .param(
                        "identifiers",
                        Columns.texts(missing, key -> key.identifier().value()))
                .param("now", Timestamps.utc(now)));
    }

    private static Map<Key, SourceProfileId> byKey(JdbcClient.StatementSpec statement) {
        Map<Key, SourceProfileId> byKey = new HashMap<>();
        statement.query(row -> {
            Key key = new Key(
                    new Brand(row.getString("brand")), new IdentifierId(row.getObject("identifier_id", UUID.class)));
            byKey.put(key, new SourceProfileId(row.getObject("source_profile_id", UUID.class)));
        });
        return byKey;
    }

    /** Those of these customers that have no source profile but the given ones: they have just become somebody. */
    Set<CustomerId> firstSeen(Collection<CustomerId> customers, Collection<SourceProfileId> created) {
        Set<CustomerId> first = new HashSet<>(customers);
        jdbc.sql("""
                        select distinct i.customer_id
                          from identifier i
                          join source_profile sp on sp.identifier_id = i.identifier_id
                         where i.customer_id = any(cast(:customers as uuid[]))
                           and sp.source_profile_id <> all(cast(:created as uuid[]))
                        """)
                .param("customers", Columns.texts(customers, CustomerId::value))
                .param("created", Columns.texts(created, SourceProfileId::value))
                .query((row, number) -> new CustomerId(row.getObject("customer_id", UUID.class)))
                .list()
                .forEach(first::remove);
        return first;
    }

    /** Those of these that there are. */
    Map<Key, SourceProfileId> existing(Set<Key> keys) {
        return keys.isEmpty() ? Map.of() : find(keys);
    }

    /** Whose these source profiles are now, for the group and for their brands. */
    Map<SourceProfileId, Whose> whose(Collection<SourceProfileId> profiles) {
        Map<SourceProfileId, Whose> whose = new HashMap<>();
        jdbc.sql("""
                        select sp.source_profile_id, i.customer_id, s.customer_id as brand_customer_id
                          from source_profile sp
                          join identifier i on i.identifier_id = sp.identifier_id
                          join identifier_sighting s on s.brand = sp.brand and s.identifier_id = sp.identifier_id
                         where sp.source_profile_id = any(cast(:profiles as uuid[]))
                        """)
                .param("profiles", Columns.texts(profiles, SourceProfileId::value))
                .query(row -> {
                    whose.put(
                            new SourceProfileId(row.getObject("source_profile_id", UUID.class)),
                            new Whose(
                                    new CustomerId(row.getObject("customer_id", UUID.class)),
                                    new CustomerId(row.getObject("brand_customer_id", UUID.class))));
                });
        return whose;
    }

    /** The source profiles of these identifiers. */
    Map<IdentifierId, List<SourceProfileId>> of(Collection<IdentifierId> identifiers) {
        Map<IdentifierId, List<SourceProfileId>> found = new HashMap<>();
        jdbc.sql("""
                        select identifier_id, array_agg(source_profile_id order by source_profile_id) as profiles
                          from source_profile
                         where identifier_id = any(cast(:identifiers as uuid[]))
                         group by identifier_id
                        """)
                .param("identifiers", Columns.texts(identifiers, IdentifierId::value))
                .query(row -> {
                    UUID[] profiles = (UUID[]) row.getArray("profiles").getArray();
                    found.put(
                            new IdentifierId(row.getObject("identifier_id", UUID.class)),
                            List.of(profiles).stream().map(SourceProfileId::new).toList());
                });
        return found;
    }

    /** The source profiles that the caller is shown of a customer, oldest first. */
    List<Visible> visibleOf(CustomerId customer) {
        JdbcClient.StatementSpec statement = ActiveBrandScope.current() instanceof BrandScope.OneBrand(Brand brand)
                ? jdbc.sql("""
                        select sp.source_profile_id, sp.brand, sp.created_at
                          from identifier_sighting s
                          join source_profile sp on sp.brand = s.brand and sp.identifier_id = s.identifier_id
                         where s.brand = :brand and s.customer_id = :customer
                         order by sp.created_at, sp.source_profile_id
                        """).param("brand", brand.key())
                : jdbc.sql("""
                        select sp.source_profile_id, sp.brand, sp.created_at
                          from identifier i
                          join source_profile sp on sp.identifier_id = i.identifier_id
                         where i.customer_id = :customer
                         order by sp.created_at, sp.source_profile_id
                        """);
        return statement
                .param("customer", customer.value())
                .query((row, number) -> new Visible(
                        new SourceProfileId(row.getObject("source_profile_id", UUID.class)),
                        new Brand(row.getString("brand")),
                        Timestamps.instant(row, "created_at")))
                .list();
    }
}
