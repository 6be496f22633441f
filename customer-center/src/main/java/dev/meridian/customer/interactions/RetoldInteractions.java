package dev.meridian.customer.interactions;

import dev.meridian.customer.identity.CustomerId;
import dev.meridian.customer.profile.SourceProfileId;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells again what customers did, as other centers may know it: what was withheld stays so. Runs in a transaction in the
 * group's scope.
 */
@Component
public class RetoldInteractions {

    private final JdbcClient jdbc;

    RetoldInteractions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * An interaction, told again.
     *
     * @param occurredAt when it happened, which orders a customer's interactions together with its id
     */
    public record Retold(UUID interaction, Instant occurredAt, OutgoingEvent event) {}

    /** Where an interaction stands among a customer's. */
    public record After(Instant occurredAt, UUID interaction) {}

    /**
     * The oldest interactions of each customer.
     *
     * @param sourceProfiles of each customer, with the brand's own customer
     * @param after only what lies behind this; null for the first ones
     * @param most of each customer
     */
    public Map<CustomerId, List<Retold>> tell(
            Map<CustomerId, Map<SourceProfileId, UUID>> sourceProfiles, @Nullable After after, int most) {
        record Owned(CustomerId customer, SourceProfileId profile) {}
        Collection<Owned> owned = sourceProfiles.entrySet().stream()
                .flatMap(entry -> entry.getValue().keySet().stream().map(profile -> new Owned(entry.getKey(), profile)))
                .toList();
        Map<UUID, UUID> inBrand = new HashMap<>();
        sourceProfiles
                .values()
                .forEach(profiles -> profiles.forEach((id, customer) -> inBrand.put(id.value(), customer)));
        Map<CustomerId, List<Retold>> told = new HashMap<>();
        jdbc.sql("""
                        select customer_id, i.*
                          from (select k.customer_id, array_agg(k.profile_id) as profiles
                                  from unnest(cast(:customers as uuid[]), cast(:profiles as uuid[]))
                                       as k(customer_id, profile_id)
                                 group by k.customer_id) as c
                         cross join lateral (
                               select i.* from unnest(c.profiles) as p(id)
                                cross join lateral (
                                      select * from interaction i
                                       where i.source_profile_id = p.id
                                         and (i.occurred_at, i.interaction_id)
                                             > (cast(:occurred as timestamptz), :interaction)
                                       order by i.occurred_at, i.interaction_id
                                       limit :most) as i
                                order by i.occurred_at, i.interaction_id
                                limit :most) as i
                         order by customer_id, i.occurred_at, i.interaction_id
                        """)
                .param("customers", Columns.texts(owned, one -> one.customer().value()))
                .param("profiles", Columns.texts(owned, one -> one.profile().value()))
                .param(
                        "occurred",
                        after == null ? "-infinity" : after.occurredAt().toString())
                .param("interaction", after == null ? new UUID(0, 0) : after.interaction())
                .param("most", most)
                .query(row -> {
                    UUID customer = row.getObject("customer_id", UUID.class);
                    UUID interaction = row.getObject("interaction_id", UUID.class);
                    UUID profile = row.getObject("source_profile_id", UUID.class);
                    Instant occurredAt = Timestamps.instant(row, "occurred_at");
                    told.computeIfAbsent(new CustomerId(customer), unused -> new ArrayList<>())
                            .add(new Retold(
                                    interaction,
                                    occurredAt,
                                    EventRecording.told(new EventRecording.InteractionRecordedV1(
                                            interaction,
                                            customer,
                                            inBrand.getOrDefault(profile, customer),
                                            profile,
                                            row.getString("brand"),
                                            row.getString("channel"),
                                            row.getString("type"),
                                            row.getObject("type_version", Integer.class),
                                            occurredAt,
                                            Timestamps.instant(row, "recorded_at"),
                                            row.getBoolean("historical"),
                                            (ObjectNode) OwnJson.tree(row.getString("properties"))))));
                });
        return told;
    }
}
