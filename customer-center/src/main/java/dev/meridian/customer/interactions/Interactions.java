package dev.meridian.customer.interactions;

import dev.meridian.customer.profile.SourceProfileId;
import dev.meridian.customer.protection.SubjectKey;
import dev.meridian.customer.protection.SubjectKeys;
import dev.meridian.customer.protection.SubjectKeys.Subject;
import dev.meridian.platform.json.OwnJson;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Interactions in PostgreSQL. What was withheld from other centers is encrypted with the source profile's key. */
@Component
final class Interactions {

    /** Later than any interaction, for the first page. */
    static final Position NEWEST = new Position("infinity", new UUID(-1L, -1L));

    private final JdbcClient jdbc;
    private final SubjectKeys keys;

    Interactions(JdbcClient jdbc, SubjectKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** What an event is unique by. */
    record EventKey(String brand, String eventId) {
        static EventKey of(AcceptedEvent event) {
            return new EventKey(event.brand().key(), event.eventId());
        }
    }

    /** A place in a timeline. @param occurredAt an instant as PostgreSQL reads it */
    record Position(String occurredAt, UUID interactionId) {}

    /** One line of a timeline; properties are whole again. */
    record Entry(
            UUID interactionId,
            String eventId,
            String type,
            @Nullable Integer typeVersion,
            String brand,
            String channel,
            Instant occurredAt,
            Instant recordedAt,
            boolean historical,
            JsonNode properties) {}

    /** Those of the events that are stored already. */
    Set<EventKey> stored(Collection<AcceptedEvent> events) {
        return new HashSet<>(jdbc.sql("""
                        select i.brand, i.event_id
                          from unnest(cast(:brands as text[]), cast(:events as text[])) as k(brand, event_id)
                          join interaction i on i.brand = k.brand and i.event_id = k.event_id
                        """)
                .param("brands", Columns.texts(events, AcceptedEvent::brand))
                .param("events", Columns.texts(events, AcceptedEvent::eventId))
                .query((row, number) -> new EventKey(row.getString("brand"), row.getString("event_id")))
                .list());
    }

    /** Stores each event once. @return the ids of those that were new */
    Set<UUID> store(List<Interaction> interactions) {
        List<Interaction> sorted = interactions.stream()
                .sorted(Comparator.<Interaction, String>comparing(
                                interaction -> interaction.event().brand().key())
                        .thenComparing(interaction -> interaction.event().eventId()))
                .toList();
        Map<UUID, SubjectKey> keyOf = keys.ensure(
                Subject.SOURCE_PROFILE,
                sorted.stream()
                        .filter(interaction ->
                                !interaction.properties().withheld().isEmpty())
                        .map(interaction -> interaction.sourceProfile().value())
                        .distinct()
                        .toList());
        record Row(Interaction interaction, @Nullable SubjectKey key) {
            byte @Nullable [] withheld() {
                return key == null
                        ? null
                        : key.encrypt(
                                place(interaction.id()),
                                OwnJson.write(interaction.properties().withheld()));
            }
        }
        List<Row> rows = sorted.stream()
                .map(interaction -> new Row(
                        interaction,
                        interaction.properties().withheld().isEmpty()
                                ? null
                                : keyOf.get(interaction.sourceProfile().value())))
                .toList();
        return new HashSet<>(jdbc.sql("""
                        insert into interaction (interaction_id, brand, event_id, source_profile_id, type, type_version,
                                                 channel, occurred_at, recorded_at, historical, properties, key_id,
                                                 withheld)
                        select id, brand, event_id, profile, type, type_version, channel, occurred_at, recorded_at,
                               historical,
                               cast(properties as jsonb), key_id, withheld
                          from unnest(cast(:ids as uuid[]), cast(:brands as text[]), cast(:events as text[]),
                                      cast(:profiles as uuid[]), cast(:types as text[]),
                                      cast(:versions as smallint[]), cast(:channels as text[]),
                                      cast(:occurred as timestamptz[]), cast(:recorded as timestamptz[]),
                                      cast(:historical as boolean[]),
                                      cast(:properties as text[]), cast(:keys as uuid[]), cast(:withheld as bytea[]))
                               as i(id, brand, event_id, profile, type, type_version, channel, occurred_at, recorded_at, historical,
                                    properties, key_id, withheld)
                            on conflict (brand, event_id) do nothing
                        returning interaction_id
                        """)
                .param("ids", Columns.texts(sorted, Interaction::id))
                .param(
                        "brands",
                        Columns.texts(sorted, interaction -> interaction.event().brand()))
                .param(
                        "events",
                        Columns.texts(sorted, interaction -> interaction.event().eventId()))
                .param(
                        "profiles",
                        Columns.texts(
                                sorted,
                                interaction -> interaction.sourceProfile().value()))
                .param(
                        "types",
                        Columns.texts(sorted, interaction -> interaction.event().type()))
                .param("versions", Columns.texts(sorted, Interaction::typeVersion))
                .param(
                        "channels",
                        Columns.texts(sorted, interaction -> interaction.event().channel()))
                .param(
                        "occurred",
                        Columns.texts(sorted, interaction -> interaction.event().occurredAt()))
                .param("recorded", Columns.texts(sorted, Interaction::recordedAt))
                .param(
                        "historical",
                        Columns.texts(sorted, interaction -> interaction.event().historical()))
                .param(
                        "properties",
                        Columns.texts(
                                sorted, interaction -> interaction.properties().shared()))
                .param(
                        "keys",
                        Columns.texts(
                                rows,
                                row -> row.key() == null ? null : row.key().id()))
                .param("withheld", Columns.bytes(rows, Row::withheld))
                .query(UUID.class)
                .list());
    }

    /** What belongs to these source profiles, newest first, from below a position on. */
    List<Entry> timeline(List<SourceProfileId> sourceProfiles, Position below, int most) {
        List<Row> rows = jdbc.sql("""
                        select i.*
                          from unnest(cast(:profiles as uuid[])) as p(id)
                         cross join lateral (
                               select * from interaction i
                                where i.source_profile_id = p.id
                                  and (i.occurred_at, i.interaction_id) < (cast(:occurred as timestamptz), :id)
                                order by i.occurred_at desc, i.interaction_id desc
                                limit :most) as i
                         order by i.occurred_at desc, i.interaction_id desc
                         limit :most
                        """)
                .param("profiles", Columns.texts(sourceProfiles, SourceProfileId::value))
                .param("occurred", below.occurredAt())
                .param("id", below.interactionId())
                .param("most", most)
                .query((row, number) -> Row.read(row))
                .list();
        Map<UUID, SubjectKey> open =
                keys.byId(rows.stream().map(Row::key).filter(Objects::nonNull).toList());
        return rows.stream().map(row -> row.entry(open)).toList();
    }

    private static String place(UUID interactionId) {
        return "interaction/withheld/" + interactionId;
    }

    private record Row(
            UUID id,
            String eventId,
            String type,
            @Nullable Integer typeVersion,
            String brand,
            String channel,
            Instant occurredAt,
            Instant recordedAt,
            boolean historical,
            String properties,
            @Nullable UUID key,
            byte @Nullable [] withheld) {

        static Row read(ResultSet row) throws SQLException {
            return new Row(
                    row.getObject("interaction_id", UUID.class),
                    row.getString("event_id"),
                    row.getString("type"),
                    row.getObject("type_version", Integer.class),
                    row.getString("brand"),
                    row.getString("channel"),
                    Timestamps.instant(row, "occurred_at"),
                    Timestamps.instant(row, "recorded_at"),
                    row.getBoolean("historical"),
                    row.getString("properties"),
                    row.getObject("key_id", UUID.class),
                    row.getBytes("withheld"));
        }

        Entry entry(Map<UUID, SubjectKey> open) {
            ObjectNode whole = (ObjectNode) OwnJson.tree(properties);
            SubjectKey with = key == null ? null : open.get(key);
            // Without its key the rest is gone for good: that is what destroying a key means.
            if (with != null && withheld != null) {
                whole.setAll((ObjectNode) OwnJson.tree(with.decrypt(place(id), withheld)));
            }
            return new Entry(id, eventId, type, typeVersion, brand, channel, occurredAt, recordedAt, historical, whole);
        }
    }
}
