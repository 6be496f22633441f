package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which customer an id or a source profile belongs to today, and how merges change that. */
@Component
class Ownership {

    private final JdbcClient jdbc;
    private final Customers customers;

    Ownership(JdbcClient jdbc, Customers customers) {
        this.jdbc = jdbc;
        this.customers = customers;
    }

    /**
     * Locks every customer that the ids and source profiles stand for, making those that were never seen. A merge may
     * change whom they stand for while we wait for a lock, so this goes on until it holds them all.
     *
     * @param ids customer ids as events name them
     * @param alsoThemselves ids to lock as they are, besides whom they stand for: those about to be merged away
     * @return the customers made here
     */
    Set<UUID> lock(Set<UUID> ids, Set<UUID> sourceProfiles, Set<UUID> alsoThemselves) {
        Set<UUID> made = new HashSet<>();
        Set<UUID> locked = new HashSet<>();
        while (true) {
            Set<UUID> wanted = new TreeSet<>(owners(ids).values());
            wanted.addAll(ownersOfSourceProfiles(sourceProfiles).values());
            wanted.addAll(alsoThemselves);
            wanted.removeAll(locked);
            if (wanted.isEmpty()) {
                return made;
            }
            made.addAll(make(wanted));
            customers.lock(wanted.stream().map(CustomerId::new).toList());
            locked.addAll(wanted);
        }
    }

    private Set<UUID> make(Collection<UUID> ids) {
        Set<UUID> made = new HashSet<>(
                jdbc.sql("""
                    insert into customer (customer_id)
                    select id from unnest(:ids::uuid[]) id order by id
                    on conflict do nothing returning customer_id
                    """).param("ids", Columns.texts(ids)).query(UUID.class).list());
        customers.count(BrandScope.group().databaseValue(), made.size());
        return made;
    }

    /** The customer each id stands for. */
    Map<UUID, UUID> owners(Collection<UUID> ids) {
        Map<UUID, UUID> owners = new HashMap<>();
        if (!ids.isEmpty()) {
            ids.forEach(id -> owners.put(id, id));
            jdbc.sql("select absorbed_id, survivor_id from customer_alias where absorbed_id = any(:ids::uuid[])")
                    .param("ids", Columns.texts(ids))
                    .query(row -> {
                        owners.put(row.getObject("absorbed_id", UUID.class), row.getObject("survivor_id", UUID.class));
                    });
        }
        return owners;
    }

    /** The customer each source profile belongs to; source profiles never seen are absent. */
    Map<UUID, UUID> ownersOfSourceProfiles(Collection<UUID> sourceProfiles) {
        Map<UUID, UUID> owners = new HashMap<>();
        if (!sourceProfiles.isEmpty()) {
            jdbc.sql("""
                select source_profile_id, customer_id from source_profile
                 where source_profile_id = any(:ids::uuid[])
                """).param("ids", Columns.texts(sourceProfiles)).query(row -> {
                owners.put(row.getObject("source_profile_id", UUID.class), row.getObject("customer_id", UUID.class));
            });
        }
        return owners;
    }

    /**
     * Notes source profiles with their owners.
     *
     * @return the owners they have: somebody else may have noted one meanwhile, and then that customer is locked as well
     */
    Map<UUID, UUID> note(Map<UUID, UUID> ownerBySourceProfile) {
        @Nullable String[] profiles = Columns.texts(ownerBySourceProfile.keySet());
        @Nullable String[] owners = Columns.texts(ownerBySourceProfile.values());
        int noted = jdbc.sql("""
            insert into source_profile (source_profile_id, customer_id)
            select * from unnest(:profiles::uuid[], :owners::uuid[])
            on conflict do nothing
            """)
                .param("profiles", profiles)
                .param("owners", owners)
                .update();
        if (noted == ownerBySourceProfile.size()) {
            return ownerBySourceProfile;
        }
        Map<UUID, UUID> found = ownersOfSourceProfiles(ownerBySourceProfile.keySet());
        customers.lock(found.values().stream().map(CustomerId::new).toList());
        return found;
    }

    /** Notes which brands know which customers; answers the pairs that are new. */
    Set<Knowing> noteKnowing(Collection<Knowing> pairs) {
        Set<Knowing> fresh = new HashSet<>();
        List<Knowing> wanted = pairs.stream().distinct().toList();
        @Nullable String[] brands = Columns.texts(wanted, Knowing::brand);
        @Nullable String[] ids = Columns.texts(wanted, Knowing::customer);
        jdbc.sql("""
            insert into customer_brand (brand, customer_id)
            select * from unnest(:brands::text[], :ids::uuid[])
            on conflict do nothing returning brand, customer_id
            """).param("brands", brands).param("ids", ids).query(row -> {
            fresh.add(new Knowing(row.getString("brand"), row.getObject("customer_id", UUID.class)));
        });
        Map<String, Integer> more = new TreeMap<>();
        fresh.forEach(pair -> more.merge(pair.brand(), 1, Integer::sum));
        more.forEach(customers::count);
        return fresh;
    }

    /** Notes that brands have used ids that were merged away: for them, these ids lead on. */
    void noteAliases(Set<Knowing> used) {
        jdbc.sql("""
            insert into customer_alias_brand (brand, absorbed_id)
            select used.brand, a.absorbed_id
              from unnest(:brands::text[], :ids::uuid[]) as used (brand, absorbed_id)
              join customer_alias a on a.absorbed_id = used.absorbed_id
            on conflict do nothing
            """)
                .param("brands", Columns.texts(used, Knowing::brand))
                .param("ids", Columns.texts(used, Knowing::customer))
                .update();
    }

    /** A brand knows a customer. */
    record Knowing(String brand, UUID customer) {}

    /**
     * Lets one customer take over another. Doing it again changes nothing.
     *
     * @return the customer who took over; empty where the absorbed id stands for someone already, or would absorb itself
     */
    Optional<UUID> merge(CustomerEvent.Merged merge) {
        UUID absorbed = merge.absorbedId();
        UUID survivor = owners(Set.of(merge.survivorId())).getOrDefault(merge.survivorId(), merge.survivorId());
        if (survivor.equals(absorbed) || !addAlias(absorbed, survivor, merge.mergeId(), merge.mergedAt())) {
            return Optional.empty();
        }
        change("update customer_alias set survivor_id = :survivor where survivor_id = :absorbed", survivor, absorbed);
        change("update customer set absorbed = true where customer_id = :absorbed", survivor, absorbed);
        customers.count(BrandScope.group().databaseValue(), -1);
        change("update source_profile set customer_id = :survivor where customer_id = :absorbed", survivor, absorbed);
        Set<String> knewAbsorbed = brandsOf(absorbed);
        Set<String> knowBoth = new TreeSet<>(knewAbsorbed);
        knowBoth.retainAll(brandsOf(survivor));
        change("""
            insert into customer_alias_brand (brand, absorbed_id)
            select known.brand, a.absorbed_id
              from customer_alias a, customer_brand known
             where known.customer_id = :absorbed and a.survivor_id = :survivor and a.absorbed_id = :absorbed
            """, survivor, absorbed);
        change("""
            insert into customer_brand (brand, customer_id)
            select brand, :survivor from customer_brand where customer_id = :absorbed
            on conflict do nothing
            """, survivor, absorbed);
        change("delete from customer_brand where customer_id = :absorbed", survivor, absorbed);
        knowBoth.forEach(brand -> customers.count(brand, -1));
        jdbc.sql("""
            insert into source_profile (source_profile_id, customer_id)
            select id, :survivor from unnest(:profiles::uuid[]) id
            on conflict (source_profile_id) do update set customer_id = excluded.customer_id
            """)
                .param("survivor", survivor)
                .param("profiles", Columns.texts(merge.sourceProfileIds()))
                .update();
        return Optional.of(survivor);
    }

    private boolean addAlias(UUID absorbed, UUID survivor, UUID mergeId, Instant mergedAt) {
        return jdbc.sql("""
            insert into customer_alias (absorbed_id, survivor_id, merge_id, merged_at)
            values (:absorbed, :survivor, :merge, :at) on conflict do nothing
            """)
                        .param("absorbed", absorbed)
                        .param("survivor", survivor)
                        .param("merge", mergeId)
                        .param("at", Timestamps.utc(mergedAt))
                        .update()
                == 1;
    }

    private void change(String sql, UUID survivor, UUID absorbed) {
        jdbc.sql(sql).param("survivor", survivor).param("absorbed", absorbed).update();
    }

    /** The brands that know a customer. */
    Set<String> brandsOf(UUID customer) {
        return new HashSet<>(jdbc.sql("select brand from customer_brand where customer_id = :id")
                .param("id", customer)
                .query(String.class)
                .list());
    }
}
