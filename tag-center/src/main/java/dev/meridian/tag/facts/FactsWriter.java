package dev.meridian.tag.facts;

import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes facts, many at a time. */
@Component
class FactsWriter {

    private final JdbcClient jdbc;

    FactsWriter(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds interactions; answers the ids of those that are new. */
    Set<UUID> add(List<CustomerEvent.Recorded> interactions) {
        return new HashSet<>(jdbc.sql("""
            insert into activity_fact
                   (interaction_id, source_profile_id, brand, type, channel, occurred_at, properties, historical)
            select * from unnest(:ids::uuid[], :profiles::uuid[], :brands::text[], :types::text[],
                                 :channels::text[], :times::timestamptz[], :properties::jsonb[],
                                 :historical::boolean[])
            on conflict do nothing returning interaction_id
            """)
                .param("ids", Columns.texts(interactions, CustomerEvent.Recorded::interactionId))
                .param("profiles", Columns.texts(interactions, CustomerEvent.Recorded::sourceProfileId))
                .param("brands", Columns.texts(interactions, CustomerEvent.Recorded::brand))
                .param("types", Columns.texts(interactions, CustomerEvent.Recorded::type))
                .param("channels", Columns.texts(interactions, CustomerEvent.Recorded::channel))
                .param("times", Columns.texts(interactions, CustomerEvent.Recorded::occurredAt))
                .param("properties", Columns.texts(interactions, fact -> FactsJson.write(fact.properties())))
                .param("historical", Columns.texts(interactions, fact -> Boolean.TRUE.equals(fact.historical())))
                .query(UUID.class)
                .list());
    }

    /**
     * Replaces attributes of source profiles, unless what is known was told later.
     *
     * @param told at most one per source profile
     * @return the names of the attributes that changed, by source profile
     */
    Map<UUID, Set<String>> describe(Collection<CustomerEvent.Told> told) {
        Map<UUID, Stored> stored = stored(told);
        Map<UUID, Set<String>> changed = new HashMap<>();
        List<CustomerEvent.Told> newer = told.stream()
                .filter(one -> {
                    Stored before = stored.get(one.profile().sourceProfileId());
                    return before == null || !before.toldAt().isAfter(one.toldAt());
                })
                .toList();
        for (CustomerEvent.Told one : newer) {
            Stored before = stored.get(one.profile().sourceProfileId());
            Map<String, CustomerEvent.Attribute> old = before == null ? Map.of() : before.attributes();
            changed.put(
                    one.profile().sourceProfileId(),
                    difference(old, one.profile().attributes()));
        }
        jdbc.sql("""
            insert into profile_attributes (source_profile_id, brand, attributes, told_at)
            select * from unnest(:profiles::uuid[], :brands::text[], :attributes::jsonb[], :times::timestamptz[])
            on conflict (source_profile_id) do update
               set attributes = excluded.attributes, told_at = excluded.told_at
            """)
                .param("profiles", Columns.texts(newer, one -> one.profile().sourceProfileId()))
                .param("brands", Columns.texts(newer, one -> one.profile().brand()))
                .param(
                        "attributes",
                        Columns.texts(
                                newer, one -> FactsJson.write(one.profile().attributes())))
                .param("times", Columns.texts(newer, CustomerEvent.Told::toldAt))
                .update();
        return changed;
    }

    private record Stored(Map<String, CustomerEvent.Attribute> attributes, Instant toldAt) {}

    private Map<UUID, Stored> stored(Collection<CustomerEvent.Told> told) {
        Map<UUID, Stored> stored = new HashMap<>();
        jdbc.sql("""
            select source_profile_id, attributes::text as attributes, told_at from profile_attributes
             where source_profile_id = any(:profiles::uuid[])
            """)
                .param("profiles", Columns.texts(told, one -> one.profile().sourceProfileId()))
                .query(row -> {
                    stored.put(
                            row.getObject("source_profile_id", UUID.class),
                            new Stored(
                                    FactsJson.attributes(row.getString("attributes")),
                                    Timestamps.instant(row, "told_at")));
                });
        return stored;
    }

    private static Set<String> difference(
            Map<String, CustomerEvent.Attribute> before, Map<String, CustomerEvent.Attribute> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> after.containsKey(name) && after.get(name).equals(before.get(name)));
        return names;
    }
}
