package dev.meridian.customer.profile;

import dev.meridian.customer.identity.BrandMerge;
import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.identity.Whose;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells the state of the group's customers again: the merges that made each of them, and what its source profiles say.
 * Runs in a transaction in the group's scope that sees one state of the database.
 */
@Component
public class RetoldProfiles {

    /** Smaller than any id. */
    private static final UUID NIL = new UUID(0, 0);

    private final JdbcClient jdbc;
    private final ProfileAttributes attributes;
    private final ProfileEvents events;

    RetoldProfiles(JdbcClient jdbc, ProfileAttributes attributes, ProfileEvents events) {
        this.jdbc = jdbc;
        this.attributes = attributes;
        this.events = events;
    }

    /**
     * A customer of the group, told again.
     *
     * @param keys the ids under which it is told of: its own, those that it absorbed, and those made for one brand
     * @param sourceProfiles everything that any brand knows the customer through, with the brand's own customer
     * @param events the events that make its state
     */
    public record Retold(
            CustomerId customer,
            Set<UUID> keys,
            Map<SourceProfileId, UUID> sourceProfiles,
            List<OutgoingEvent> events) {}

    /** Customers behind that one, in the order of ids, that anybody was ever told of. */
    public List<UUID> next(@Nullable UUID after, int most) {
        return jdbc.sql("""
                        select c.customer_id from customer c
                         where c.state = 'active' and c.customer_id > :after
                           and exists (select 1
                                         from identifier i
                                         join source_profile sp on sp.identifier_id = i.identifier_id
                                        where i.customer_id = c.customer_id)
                         order by c.customer_id
                         limit :most
                        """)
                .param("after", after == null ? NIL : after)
                .param("most", most)
                .query((row, number) -> row.getObject("customer_id", UUID.class))
                .list();
    }

    /** Who was absorbed since then. */
    public List<UUID> absorbedSince(Instant then) {
        return jdbc.sql("select absorbed_id from merge where merged_at >= :then")
                .param("then", Timestamps.utc(then))
                .query((row, number) -> row.getObject("absorbed_id", UUID.class))
                .list();
    }

    /** Whom these ids stand for today. */
    public Set<UUID> standingFor(Collection<UUID> ids) {
        return new LinkedHashSet<>(
                jdbc.sql("""
                        with recursive made(brand, customer_id, survivor_id) as (
                            select b.brand, b.customer_id, b.survivor_id from brand_customer b
                             where b.customer_id = any(cast(:ids as uuid[]))
                               and not exists (select 1 from customer c where c.customer_id = b.customer_id)
                            union
                            select b.brand, b.customer_id, b.survivor_id
                              from made m
                              join brand_customer b on b.brand = m.brand and b.customer_id = m.survivor_id),
                        line(customer_id) as (
                            (select customer_id from customer where customer_id = any(cast(:ids as uuid[]))
                             union
                             select i.customer_id
                               from made m
                               join identifier_sighting s on s.brand = m.brand and s.customer_id = m.customer_id
                               join identifier i on i.identifier_id = s.identifier_id)
                            union
                            select a.survivor_id from line l join customer_alias a on a.absorbed_id = l.customer_id)
                        select l.customer_id from line l
                         where not exists (select 1 from customer_alias a where a.absorbed_id = l.customer_id)
                        """).param("ids", Columns.texts(ids)).query(UUID.class).list());
    }

    /** All about these customers but what they did. */
    public List<Retold> tell(Collection<UUID> customers) {
        if (customers.isEmpty()) {
            return List.of();
        }
        Map<UUID, Set<UUID>> families = families(customers);
        Map<UUID, List<Known>> known = known(customers);
        Map<UUID, List<OutgoingEvent>> merges = merges(families);
        Map<SourceProfileId, List<StoredAttribute>> said =
                attributes
                        .of(known.values().stream()
                                .flatMap(List::stream)
                                .map(Known::profile)
                                .toList())
                        .stream()
                        .collect(Collectors.groupingBy(StoredAttribute::sourceProfile));
        List<Retold> told = new ArrayList<>();
        Map<UUID, List<MergeOfBrand>> brandMerges = brandMerges(customers);
        for (UUID id : customers) {
            List<Known> profiles = known.getOrDefault(id, List.of());
            if (profiles.isEmpty()) {
                continue;
            }
            CustomerId customer = new CustomerId(id);
            Set<UUID> keys = new LinkedHashSet<>(families.getOrDefault(id, Set.of(id)));
            List<OutgoingEvent> state = new ArrayList<>();
            state.add(events.created(customer, profiles.getFirst().customerSince()));
            state.addAll(merges.getOrDefault(id, List.of()));
            for (MergeOfBrand merge : brandMerges.getOrDefault(id, List.of())) {
                state.add(events.brandMerged(merge.merge(), merge.profiles()));
                keys.addAll(merge.madeForBrand());
            }
            profiles.forEach(one -> {
                state.add(events.updated(
                        new Whose(customer, one.inBrand()),
                        one.profile(),
                        one.brand(),
                        said.getOrDefault(one.profile(), List.of()),
                        one.toldAt()));
                if (one.madeForBrand()) {
                    keys.add(one.inBrand().value());
                }
            });
            told.add(new Retold(
                    customer,
                    keys,
                    profiles.stream()
                            .collect(Collectors.toMap(
                                    Known::profile, one -> one.inBrand().value())),
                    state));
        }
        return told;
    }

    /** A source profile, and when it last said anything new. */
    private record Known(
            UUID customer,
            Instant customerSince,
            SourceProfileId profile,
            Brand brand,
            CustomerId inBrand,
            boolean madeForBrand,
            Instant toldAt) {}

    /** @param madeForBrand those of the two that are no customers of the group */
    private record MergeOfBrand(BrandMerge merge, List<SourceProfileId> profiles, List<UUID> madeForBrand) {}

    private Map<UUID, List<Known>> known(Collection<UUID> customers) {
        return jdbc
                .sql("""
                        select c.customer_id, c.created_at, sp.source_profile_id, sp.brand, s.customer_id as in_brand,
                               not exists (select 1 from customer other where other.customer_id = s.customer_id)
                                   as made_for_brand,
                               greatest(sp.created_at, (
                                   select max(a.recorded_at) from profile_attribute a
                                    where a.source_profile_id = sp.source_profile_id)) as told_at
                          from customer c
                          join identifier i on i.customer_id = c.customer_id
                          join source_profile sp on sp.identifier_id = i.identifier_id
                          join identifier_sighting s on s.brand = sp.brand and s.identifier_id = sp.identifier_id
                         where c.customer_id = any(cast(:customers as uuid[]))
                         order by c.customer_id, sp.created_at, sp.source_profile_id
                        """)
                .param("customers", Columns.texts(customers))
                .query((row, number) -> new Known(
                        row.getObject("customer_id", UUID.class),
                        Timestamps.instant(row, "created_at"),
                        new SourceProfileId(row.getObject("source_profile_id", UUID.class)),
                        new Brand(row.getString("brand")),
                        new CustomerId(row.getObject("in_brand", UUID.class)),
                        row.getBoolean("made_for_brand"),
                        Timestamps.instant(row, "told_at")))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Known::customer));
    }

    /** Each customer with everybody it has absorbed. */
    private Map<UUID, Set<UUID>> families(Collection<UUID> customers) {
        Map<UUID, Set<UUID>> families = new HashMap<>();
        jdbc.sql("""
                        with recursive line(survivor_id, customer_id) as (
                            select id, id from unnest(cast(:customers as uuid[])) as u(id)
                            union
                            select l.survivor_id, a.absorbed_id
                              from line l join customer_alias a on a.survivor_id = l.customer_id)
                        select survivor_id, customer_id from line
                        """).param("customers", Columns.texts(customers)).query(row -> {
            families.computeIfAbsent(row.getObject("survivor_id", UUID.class), unused -> new LinkedHashSet<>())
                    .add(row.getObject("customer_id", UUID.class));
        });
        return families;
    }

    /** The merges that made each customer, in the order in which they were decided. */
    private Map<UUID, List<OutgoingEvent>> merges(Map<UUID, Set<UUID>> families) {
        Map<UUID, UUID> today = new HashMap<>();
        families.forEach((customer, ids) -> ids.forEach(id -> today.put(id, customer)));
        Map<UUID, List<OutgoingEvent>> merges = new LinkedHashMap<>();
        jdbc.sql("""
                        select m.merge_id, m.survivor_id, m.absorbed_id, m.cause, m.merged_at,
                               array(select sp.source_profile_id
                                       from merge_moved_identifier moved
                                       join source_profile sp on sp.identifier_id = moved.identifier_id
                                      where moved.merge_id = m.merge_id
                                      order by sp.source_profile_id) as profiles
                          from customer_alias a
                          join merge m on m.merge_id = a.merge_id
                         where a.absorbed_id = any(cast(:ids as uuid[]))
                         order by m.merged_at, m.merge_id
                        """).param("ids", Columns.texts(today.keySet())).query(row -> {
            UUID absorbed = row.getObject("absorbed_id", UUID.class);
            UUID customer = today.getOrDefault(absorbed, absorbed);
            merges.computeIfAbsent(customer, unused -> new ArrayList<>())
                    .add(events.merged(
                            row.getObject("merge_id", UUID.class),
                            row.getObject("survivor_id", UUID.class),
                            absorbed,
                            List.of((UUID[]) row.getArray("profiles").getArray()),
                            row.getString("cause"),
                            Timestamps.instant(row, "merged_at")));
        });
        return merges;
    }

    /**
     * What brands themselves joined among those who stand behind each customer: whole, also where the group keeps some of
     * them apart.
     */
    private Map<UUID, List<MergeOfBrand>> brandMerges(Collection<UUID> customers) {
        Map<UUID, List<MergeOfBrand>> merges = new LinkedHashMap<>();
        jdbc.sql("""
                        with recursive known(customer_id, brand, living_id) as (
                            select distinct i.customer_id, s.brand, s.customer_id
                              from identifier i
                              join identifier_sighting s on s.identifier_id = i.identifier_id
                             where i.customer_id = any(cast(:customers as uuid[]))),
                        line(customer_id, brand, living_id, absorbed_id, survivor_id, merge_id, merged_at) as (
                            select k.customer_id, k.brand, k.living_id, b.customer_id, b.survivor_id, b.merge_id,
                                   b.merged_at
                              from known k
                              join brand_customer b on b.brand = k.brand and b.survivor_id = k.living_id
                            union
                            select l.customer_id, l.brand, l.living_id, b.customer_id, b.survivor_id, b.merge_id,
                                   b.merged_at
                              from line l
                              join brand_customer b on b.brand = l.brand and b.survivor_id = l.absorbed_id)
                        select l.*,
                               array(select sp.source_profile_id
                                       from identifier_sighting s
                                       join source_profile sp on sp.brand = s.brand and sp.identifier_id = s.identifier_id
                                      where s.brand = l.brand and s.customer_id = l.living_id
                                      order by sp.source_profile_id) as profiles,
                               array(select made.id from unnest(array[l.absorbed_id, l.survivor_id]) as made(id)
                                      where not exists (select 1 from customer c where c.customer_id = made.id)) as made
                          from line l
                         order by l.merged_at, l.merge_id
                        """).param("customers", Columns.texts(customers)).query(row -> {
            List<SourceProfileId> profiles = List.of(
                            (UUID[]) row.getArray("profiles").getArray())
                    .stream()
                    .map(SourceProfileId::new)
                    .toList();
            merges.computeIfAbsent(row.getObject("customer_id", UUID.class), unused -> new ArrayList<>())
                    .add(new MergeOfBrand(
                            new BrandMerge(
                                    row.getObject("merge_id", UUID.class),
                                    new Brand(row.getString("brand")),
                                    new CustomerId(row.getObject("survivor_id", UUID.class)),
                                    new CustomerId(row.getObject("absorbed_id", UUID.class)),
                                    List.of(),
                                    Timestamps.instant(row, "merged_at")),
                            profiles,
                            List.of((UUID[]) row.getArray("made").getArray())));
        });
        return merges;
    }
}
