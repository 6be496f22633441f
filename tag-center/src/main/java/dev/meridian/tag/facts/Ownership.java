package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which customer an id or a source profile belongs to today in the eyes of each scope, and how merges change that. What
 * holds for the group's customers holds for each brand's by the same rules: only the merges differ.
 */
@Component
class Ownership {

    private static final Comparator<ScopedId> ORDER =
            Comparator.comparing(ScopedId::brand).thenComparing(id -> id.id().toString());

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
    Set<ScopedId> lock(Set<ScopedId> ids, Set<ScopedId> sourceProfiles, Set<ScopedId> alsoThemselves) {
        Set<ScopedId> made = new HashSet<>();
        Set<ScopedId> locked = new HashSet<>();
        while (true) {
            Set<ScopedId> wanted = new TreeSet<>(ORDER);
            wanted.addAll(owners(ids).values());
            wanted.addAll(ownersOfSourceProfiles(sourceProfiles).values());
            wanted.addAll(alsoThemselves);
            wanted.removeAll(locked);
            if (wanted.isEmpty()) {
                return made;
            }
            made.addAll(make(wanted));
            customers.lock(wanted.stream().map(ScopedId::customer).toList());
            locked.addAll(wanted);
        }
    }

    private Set<ScopedId> make(Collection<ScopedId> ids) {
        Set<ScopedId> made = new HashSet<>();
        jdbc.sql("""
                insert into customer (brand, customer_id)
                select brand, id from unnest(:brands::text[], :ids::uuid[]) as wanted (brand, id)
                 order by brand collate "C", id
                on conflict do nothing returning brand, customer_id
                """).param("brands", brands(ids)).param("ids", texts(ids)).query(row -> {
            made.add(id(row.getString("brand"), row.getObject("customer_id", UUID.class)));
        });
        Map<BrandScope, Integer> more = new HashMap<>();
        made.forEach(one -> more.merge(one.scope(), 1, Integer::sum));
        more.entrySet().stream()
                .sorted(Comparator.comparing(one -> one.getKey().databaseValue()))
                .forEach(one -> customers.count(one.getKey(), one.getValue()));
        return made;
    }

    /** The customer each id stands for. */
    Map<ScopedId, ScopedId> owners(Collection<ScopedId> ids) {
        Map<ScopedId, ScopedId> owners = new HashMap<>();
        if (!ids.isEmpty()) {
            ids.forEach(id -> owners.put(id, id));
            jdbc.sql("""
                    select a.brand, a.absorbed_id, a.survivor_id
                      from unnest(:brands::text[], :ids::uuid[]) as wanted (brand, id)
                      join customer_alias a on a.brand = wanted.brand and a.absorbed_id = wanted.id
                    """).param("brands", brands(ids)).param("ids", texts(ids)).query(row -> {
                String brand = row.getString("brand");
                owners.put(
                        id(brand, row.getObject("absorbed_id", UUID.class)),
                        id(brand, row.getObject("survivor_id", UUID.class)));
            });
        }
        return owners;
    }

    /** The customer each source profile belongs to; source profiles never seen are absent. */
    Map<ScopedId, ScopedId> ownersOfSourceProfiles(Collection<ScopedId> sourceProfiles) {
        Map<ScopedId, ScopedId> owners = new HashMap<>();
        if (!sourceProfiles.isEmpty()) {
            jdbc.sql("""
                    select p.brand, p.source_profile_id, p.customer_id
                      from unnest(:brands::text[], :ids::uuid[]) as wanted (brand, id)
                      join source_profile p on p.source_profile_id = wanted.id and p.brand = wanted.brand
                    """)
                    .param("brands", brands(sourceProfiles))
                    .param("ids", texts(sourceProfiles))
                    .query(row -> {
                        String brand = row.getString("brand");
                        owners.put(
                                id(brand, row.getObject("source_profile_id", UUID.class)),
                                id(brand, row.getObject("customer_id", UUID.class)));
                    });
        }
        return owners;
    }

    /** Those of the source profiles of which it was never told whose they are in the brand's eyes, only assumed. */
    Set<ScopedId> assumed(Collection<ScopedId> sourceProfiles) {
        Set<ScopedId> assumed = new HashSet<>();
        if (!sourceProfiles.isEmpty()) {
            jdbc.sql("""
                    select p.brand, p.source_profile_id
                      from unnest(:brands::text[], :ids::uuid[]) as wanted (brand, id)
                      join source_profile p on p.source_profile_id = wanted.id and p.brand = wanted.brand
                     where not p.told
                    """)
                    .param("brands", brands(sourceProfiles))
                    .param("ids", texts(sourceProfiles))
                    .query(row -> {
                        assumed.add(id(row.getString("brand"), row.getObject("source_profile_id", UUID.class)));
                    });
        }
        return assumed;
    }

    /**
     * Notes source profiles with their owners; what was told before stays, what was only assumed gives way to what is
     * told.
     *
     * @param assumed those of which the owner is only assumed
     * @return the owners they have: somebody else may have noted one meanwhile, and then that customer is locked as well
     */
    Map<ScopedId, ScopedId> note(Map<ScopedId, ScopedId> ownerBySourceProfile, Set<ScopedId> assumed) {
        List<ScopedId> profiles = List.copyOf(ownerBySourceProfile.keySet());
        List<ScopedId> owners = profiles.stream()
                .map(profile -> ownerBySourceProfile.getOrDefault(profile, profile))
                .toList();
        int noted = jdbc.sql("""
            insert into source_profile (source_profile_id, brand, customer_id, told)
            select * from unnest(:profiles::uuid[], :brands::text[], :owners::uuid[], :told::boolean[])
            on conflict (source_profile_id, brand) do update
               set customer_id = excluded.customer_id, told = true
             where excluded.told and not source_profile.told
            """)
                .param("profiles", texts(profiles))
                .param("brands", brands(profiles))
                .param("owners", texts(owners))
                .param("told", Columns.texts(profiles, profile -> !assumed.contains(profile)))
                .update();
        if (noted == profiles.size()) {
            return ownerBySourceProfile;
        }
        Map<ScopedId, ScopedId> found = ownersOfSourceProfiles(profiles);
        customers.lock(found.values().stream().map(ScopedId::customer).toList());
        return found;
    }

    /**
     * Lets one customer take over another. Doing it again changes nothing.
     *
     * @return the customer who took over; empty where the absorbed id stands for someone already, or would absorb itself
     */
    Optional<ScopedId> merge(CustomerEvent.Merged merge) {
        ScopedId absorbed = merge.absorbed();
        ScopedId survivor = owners(Set.of(merge.survivor())).getOrDefault(merge.survivor(), merge.survivor());
        if (survivor.equals(absorbed) || !addAlias(absorbed, survivor, merge)) {
            return Optional.empty();
        }
        change("""
            update customer_alias set survivor_id = :survivor where brand = :brand and survivor_id = :absorbed
            """, survivor, absorbed);
        change(
                "update customer set absorbed = true where brand = :brand and customer_id = :absorbed",
                survivor,
                absorbed);
        customers.count(merge.scope(), -1);
        change("""
            update source_profile set customer_id = :survivor where brand = :brand and customer_id = :absorbed
            """, survivor, absorbed);
        jdbc.sql("""
            insert into source_profile (source_profile_id, brand, customer_id)
            select id, :brand, :survivor from unnest(:profiles::uuid[]) id
            on conflict (source_profile_id, brand) do update set customer_id = excluded.customer_id, told = true
            """)
                .param("brand", survivor.brand())
                .param("survivor", survivor.id())
                .param("profiles", texts(merge.sourceProfiles()))
                .update();
        return Optional.of(survivor);
    }

    private boolean addAlias(ScopedId absorbed, ScopedId survivor, CustomerEvent.Merged merge) {
        return jdbc.sql("""
            insert into customer_alias (brand, absorbed_id, survivor_id, merge_id, merged_at)
            values (:brand, :absorbed, :survivor, :merge, :at) on conflict do nothing
            """)
                        .param("brand", absorbed.brand())
                        .param("absorbed", absorbed.id())
                        .param("survivor", survivor.id())
                        .param("merge", merge.mergeId())
                        .param("at", Timestamps.utc(merge.mergedAt()))
                        .update()
                == 1;
    }

    private void change(String sql, ScopedId survivor, ScopedId absorbed) {
        jdbc.sql(sql)
                .param("brand", survivor.brand())
                .param("survivor", survivor.id())
                .param("absorbed", absorbed.id())
                .update();
    }

    private static ScopedId id(String brand, UUID id) {
        return new ScopedId(BrandScope.parse(brand), id);
    }

    private static @Nullable String[] brands(Collection<ScopedId> ids) {
        return Columns.texts(ids, ScopedId::brand);
    }

    private static @Nullable String[] texts(Collection<ScopedId> ids) {
        return Columns.texts(ids, ScopedId::id);
    }
}
