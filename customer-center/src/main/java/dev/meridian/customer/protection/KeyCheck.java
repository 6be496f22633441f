package dev.meridian.customer.protection;

import com.google.crypto.tink.Aead;
import dev.meridian.platform.rows.Timestamps;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Compares the keys of the environment with those the database was written with, before anything is served or consumed.
 * At the first start with a key a known text is kept under it; later starts must find the same.
 */
@Component
final class KeyCheck implements SmartInitializingSingleton {

    private static final String BLIND_INDEX = "blind-index-key";
    private static final String KEK = "key-encryption-key ";
    private static final String KNOWN = "meridian";

    /** What a key has sealed waits no longer than this: quarantined, parked, or on its way through Kafka. */
    private static final Duration SEALED_WAITS = Duration.ofDays(31);

    /** The name of the key from before keys had names. */
    private static final String FIRST = "1";

    private final JdbcClient jdbc;
    private final KeyEncryption keyEncryption;
    private final BlindIndex blindIndex;
    private final Clock clock;

    KeyCheck(JdbcClient jdbc, KeyEncryption keyEncryption, BlindIndex blindIndex, Clock clock) {
        this.jdbc = jdbc;
        this.keyEncryption = keyEncryption;
        this.blindIndex = blindIndex;
        this.clock = clock;
    }

    @Override
    public void afterSingletonsInstantiated() {
        verify();
    }

    /**
     * Refuses to go on with a wrong key.
     *
     * @throws IllegalStateException naming the setting that is wrong, and never a key
     */
    void verify() {
        requireKeysInUse();
        new TreeMap<>(keyEncryption.derived("meridian.customer.key-check")).forEach(this::verifyKeyEncryptionKey);
        byte[] index = blindIndex.of("check", "", KNOWN);
        if (!Arrays.equals(kept(BLIND_INDEX).orElseGet(() -> keepIndex(index)), index)) {
            throw wrong("blind-index-key", "everybody would become a stranger");
        }
        noteActive();
    }

    /** Notes until when the active key has sealed events: it is needed for a while after it has wrapped its last. */
    @Scheduled(initialDelayString = "PT1H", fixedDelayString = "PT1H")
    void noteActive() {
        int noted = jdbc.sql("update key_check set active_until = :now where name = :name")
                .param("name", KEK + keyEncryption.currentId())
                .param("now", Timestamps.utc(clock.instant()))
                .update();
        if (noted != 1) {
            throw new IllegalStateException("The active key is not kept");
        }
    }

    private byte[] keepIndex(byte[] index) {
        requireIndexOfStoredIdentifier();
        return keep(BLIND_INDEX, index);
    }

    private void verifyKeyEncryptionKey(String id, Aead cipher) {
        byte[] place = (KEK + id).getBytes(StandardCharsets.UTF_8);
        byte[] kept = kept(KEK + id).orElseGet(() -> {
            requireOpensStoredKey(id);
            return keep(KEK + id, encrypt(cipher, place));
        });
        try {
            byte[] unused = cipher.decrypt(kept, place);
        } catch (GeneralSecurityException e) {
            throw wrong("key-encryption-key named " + id, "nothing would open");
        }
    }

    /** A database that was written before keys were checked says by its rows what the key was. */
    private void requireOpensStoredKey(String id) {
        jdbc.sql("select key_id, wrapped from subject_key where kek_id = :id order by key_id limit 1")
                .param("id", id)
                .query(row -> {
                    try {
                        SubjectKey unused =
                                keyEncryption.unwrap(row.getObject("key_id", UUID.class), id, row.getBytes("wrapped"));
                    } catch (IllegalStateException e) {
                        throw wrong("key-encryption-key named " + id, "nothing would open");
                    }
                });
    }

    private void requireIndexOfStoredIdentifier() {
        jdbc.sql("""
                        select i.identifier_id, i.type, i.scope, i.blind_index, i.cipher, k.key_id, k.kek_id, k.wrapped
                          from identifier i
                          join subject_key k on k.key_id = i.key_id
                         limit 1
                        """).query(row -> {
            SubjectKey key = keyEncryption.unwrap(
                    row.getObject("key_id", UUID.class), row.getString("kek_id"), row.getBytes("wrapped"));
            String value = key.decrypt(
                    "identifier/cipher/" + row.getObject("identifier_id", UUID.class), row.getBytes("cipher"));
            byte[] index = blindIndex.of(row.getString("type"), row.getString("scope"), value);
            if (!Arrays.equals(index, row.getBytes("blind_index"))) {
                throw wrong("blind-index-key", "everybody would become a stranger");
            }
        });
    }

    /** A key may be taken away only when it wraps nothing any more, and what it has sealed is gone too. */
    private void requireKeysInUse() {
        jdbc.sql("select name, active_until from key_check where name like :kek and active_until > :since")
                .param("kek", KEK + "%")
                .param("since", Timestamps.utc(clock.instant().minus(SEALED_WAITS)))
                .query(row -> {
                    String id = row.getString("name").substring(KEK.length());
                    if (!keyEncryption.ids().contains(id)) {
                        Instant needed = Timestamps.instant(row, "active_until").plus(SEALED_WAITS);
                        throw new IllegalStateException("The key-encryption key named " + id
                                + " has sealed events that may still wait, and is not configured: name it among the"
                                + " earlier-key-encryption-keys until " + needed);
                    }
                });
        Set<String> ever = new TreeSet<>(jdbc.sql("select name from key_check where name like :kek")
                .param("kek", KEK + "%")
                .query(String.class)
                .list());
        ever.add(KEK + FIRST);
        for (String name : ever) {
            String id = name.substring(KEK.length());
            boolean used = jdbc.sql("select exists (select 1 from subject_key where kek_id = :id)")
                    .param("id", id)
                    .query(Boolean.class)
                    .single();
            if (used && !keyEncryption.ids().contains(id)) {
                throw new IllegalStateException("The key-encryption key named " + id
                        + " still wraps data keys and is not configured: name it among the"
                        + " earlier-key-encryption-keys until all are wrapped anew");
            }
        }
    }

    private Optional<byte[]> kept(String name) {
        return jdbc.sql("select content from key_check where name = :name")
                .param("name", name)
                .query((row, number) -> row.getBytes("content"))
                .optional();
    }

    /** @return what is kept now, which may be what another instance has kept at the same moment */
    private byte[] keep(String name, byte[] content) {
        int unused = jdbc.sql("""
                        insert into key_check (name, content, created_at) values (:name, :content, :now)
                            on conflict (name) do nothing
                        """)
                .params(Map.of("name", name, "content", content, "now", Timestamps.utc(clock.instant())))
                .update();
        return kept(name).orElseThrow();
    }

    private static byte[] encrypt(Aead cipher, byte[] place) {
        try {
            return cipher.encrypt(KNOWN.getBytes(StandardCharsets.UTF_8), place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Encryption failed", e);
        }
    }

    private static IllegalStateException wrong(String key, String consequence) {
        return new IllegalStateException("The " + key + " is not the one this database was written with: " + consequence
                + ". Start with the right key; nothing was changed");
    }
}
