package dev.meridian.customer.profile;

import dev.meridian.customer.protection.SubjectKey;
import dev.meridian.customer.protection.SubjectKeys;
import dev.meridian.customer.protection.SubjectKeys.Subject;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The attributes of source profiles in PostgreSQL, personal ones encrypted. */
@Component
final class ProfileAttributes {

    private final JdbcClient jdbc;
    private final SubjectKeys keys;

    ProfileAttributes(JdbcClient jdbc, SubjectKeys keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /** Everything these source profiles say, removals included. */
    List<StoredAttribute> of(Collection<SourceProfileId> sourceProfiles) {
        record Row(
                UUID sourceProfile,
                String brand,
                String name,
                @Nullable String value,
                @Nullable UUID key,
                byte @Nullable [] cipher,
                Instant observedAt) {}
        List<Row> rows = jdbc.sql("""
                        select source_profile_id, brand, name, value, key_id, cipher, observed_at
                          from profile_attribute
                         where source_profile_id = any(cast(:profiles as uuid[]))
                        """)
                .param("profiles", Columns.texts(sourceProfiles, SourceProfileId::value))
                .query((row, number) -> new Row(
                        row.getObject("source_profile_id", UUID.class),
                        row.getString("brand"),
                        row.getString("name"),
                        row.getString("value"),
                        row.getObject("key_id", UUID.class),
                        row.getBytes("cipher"),
                        Timestamps.instant(row, "observed_at")))
                .list();
        Map<UUID, SubjectKey> open =
                keys.byId(rows.stream().map(Row::key).filter(Objects::nonNull).toList());
        return rows.stream()
                .map(row -> {
                    SourceProfileId profile = new SourceProfileId(row.sourceProfile());
                    SubjectKey key = row.key() == null ? null : open.get(row.key());
                    String value = key == null || row.cipher() == null
                            ? row.value()
                            : key.decrypt(place(profile, row.name()), row.cipher());
                    return new StoredAttribute(profile, new Brand(row.brand()), row.name(), value, row.observedAt());
                })
                .toList();
    }

    /**
     * Writes what a source profile says from now on. The caller has locked the brand's customer, so this is the last word
     * so far, whatever the clocks of several instances say.
     */
    void write(SourceProfileId profile, Brand brand, List<AttributeChange> changes, Instant now) {
        if (changes.isEmpty()) {
            return;
        }
        SubjectKey key = Objects.requireNonNull(
                keys.ensure(Subject.SOURCE_PROFILE, List.of(profile.value())).get(profile.value()));
        record Row(
                String name,
                @Nullable String plain,
                @Nullable UUID key,
                byte @Nullable [] cipher) {}
        List<Row> rows = changes.stream()
                .map(change -> {
                    String name = change.attribute().name();
                    String value = change.value();
                    return value == null || !change.attribute().personal()
                            ? new Row(name, value, null, null)
                            : new Row(name, null, key.id(), key.encrypt(place(profile, name), value));
                })
                .toList();
        int written = jdbc.sql("""
                        insert into profile_attribute
                               (source_profile_id, brand, name, value, key_id, cipher, observed_at, recorded_at)
                        select :profile, :brand, n.name, n.value, n.key_id, n.cipher,
                               greatest(:now, (
                                   select max(o.observed_at) + interval '1 microsecond'
                                     from source_profile mine
                                     join identifier_sighting m on m.brand = mine.brand
                                                               and m.identifier_id = mine.identifier_id
                                     join identifier_sighting s on s.brand = m.brand and s.customer_id = m.customer_id
                                     join source_profile sp on sp.brand = s.brand
                                                           and sp.identifier_id = s.identifier_id
                                     join profile_attribute o on o.source_profile_id = sp.source_profile_id
                                    where mine.source_profile_id = :profile and o.name = n.name)),
                               :now
                          from unnest(cast(:names as text[]), cast(:values as text[]), cast(:keys as uuid[]),
                                      cast(:ciphers as bytea[]))
                               as n(name, value, key_id, cipher)
                            on conflict (source_profile_id, name) do update
                           set value = excluded.value, key_id = excluded.key_id, cipher = excluded.cipher,
                               observed_at = excluded.observed_at, recorded_at = excluded.recorded_at
                        """)
                .param("profile", profile.value())
                .param("brand", brand.key())
                .param("names", Columns.texts(rows, Row::name))
                .param("values", Columns.texts(rows, Row::plain))
                .param("keys", Columns.texts(rows, Row::key))
                .param("ciphers", Columns.bytes(rows, Row::cipher))
                .param("now", Timestamps.utc(now))
                .update();
        if (written != rows.size()) {
            throw new IllegalStateException("Writing attributes touched " + written + " rows");
        }
    }

    private static String place(SourceProfileId profile, String name) {
        return "profile_attribute/cipher/" + profile.value() + "/" + name;
    }
}
