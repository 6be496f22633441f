package dev.meridian.customer.protection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.rows.Columns;
import dev.meridian.platform.rows.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Data keys: one for each source profile and one for each identifier, made when first needed, kept wrapped. So nobody's
 * data lies under another's key after a split, and one brand's can be destroyed alone.
 *
 * <p>Open keys are kept for a minute at most, and dropped in every instance as soon as one hears that they were
 * destroyed. The minute is the guarantee, the hearing makes it quick.
 */
@Component
public final class SubjectKeys {

    /** How long an open key can outlive its destruction, if an instance hears nothing. */
    static final Duration OPEN_KEYS_KEPT_FOR = Duration.ofSeconds(60);

    /** Where destroyed keys are told; each message holds one key id. */
    static final String DESTROYED = "subject_key_destroyed";

    private static final int OPEN_KEYS_KEPT = 20_000;

    private final JdbcClient jdbc;
    private final KeyEncryption keyEncryption;
    private final TimeOrderedIds ids;
    private final Clock clock;
    private final Cache<UUID, SubjectKey> openByKey = cache();
    private final Cache<UUID, SubjectKey> openBySubject = cache();

    SubjectKeys(JdbcClient jdbc, KeyEncryption keyEncryption, TimeOrderedIds ids, Clock clock) {
        this.jdbc = jdbc;
        this.keyEncryption = keyEncryption;
        this.ids = ids;
        this.clock = clock;
    }

    private static Cache<UUID, SubjectKey> cache() {
        return Caffeine.newBuilder()
                .maximumSize(OPEN_KEYS_KEPT)
                .expireAfterWrite(OPEN_KEYS_KEPT_FOR)
                .build();
    }

    /** Whose data a key closes. */
    public enum Subject {
        SOURCE_PROFILE("source_profile"),
        IDENTIFIER("identifier");

        private final String databaseName;

        Subject(String databaseName) {
            this.databaseName = databaseName;
        }
    }

    /** The keys of these subjects, in the running transaction; who has none yet gets one. */
    public Map<UUID, SubjectKey> ensure(Subject kind, Collection<UUID> subjects) {
        Map<UUID, SubjectKey> found = new HashMap<>(openBySubject.getAllPresent(subjects));
        Set<UUID> missing = new HashSet<>(subjects);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            found.putAll(stored(missing));
            missing.removeAll(found.keySet());
        }
        if (!missing.isEmpty()) {
            found.putAll(create(kind, missing));
            missing.removeAll(found.keySet());
        }
        if (!missing.isEmpty()) {
            // Others have just made them, and have committed: otherwise the insert would still wait for them.
            found.putAll(stored(missing));
            missing.removeAll(found.keySet());
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException("A data key was destroyed while it was made");
        }
        return found;
    }

    /**
     * The keys that rows of ciphertext name.
     *
     * @return by key id; a key that was destroyed is missing
     */
    public Map<UUID, SubjectKey> byId(Collection<UUID> keyIds) {
        Map<UUID, SubjectKey> found = new HashMap<>(openByKey.getAllPresent(keyIds));
        Set<UUID> missing = new HashSet<>(keyIds);
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            jdbc.sql("select key_id, kek_id, wrapped from subject_key where key_id = any(cast(:ids as uuid[]))")
                    .param("ids", Columns.texts(missing, id -> id))
                    .query(row -> {
                        UUID id = row.getObject("key_id", UUID.class);
                        found.put(id, keyEncryption.unwrap(id, row.getString("kek_id"), row.getBytes("wrapped")));
                    });
            Map<UUID, SubjectKey> read = new HashMap<>(found);
            read.keySet().retainAll(missing);
            afterCommit(() -> openByKey.putAll(read));
        }
        return found;
    }

    /**
     * Destroys the keys of these subjects: what they have closed is closed for ever. Other instances forget them when
     * the transaction commits.
     *
     * @return how many there were
     */
    public int destroy(Collection<UUID> subjects) {
        List<UUID> destroyed = jdbc.sql("""
                        with gone as (
                            delete from subject_key where subject_id = any(cast(:subjects as uuid[]))
                            returning key_id)
                        select key_id from gone, pg_notify(:channel, key_id::text)
                        """)
                .param("subjects", Columns.texts(subjects, id -> id))
                .param("channel", DESTROYED)
                .query((row, number) -> row.getObject("key_id", UUID.class))
                .list();
        forget(destroyed);
        afterCommit(() -> forget(destroyed));
        return destroyed.size();
    }

    /** Forgets keys that were destroyed. */
    void forget(Collection<UUID> keyIds) {
        openByKey.invalidateAll(keyIds);
        openBySubject.asMap().values().removeIf(key -> keyIds.contains(key.id()));
    }

    /** Forgets every open key: something may have been missed. */
    void forgetAll() {
        openByKey.invalidateAll();
        openBySubject.invalidateAll();
    }

    private Map<UUID, SubjectKey> stored(Set<UUID> subjects) {
        Map<UUID, SubjectKey> found = new HashMap<>();
        jdbc.sql("""
                        select subject_id, key_id, kek_id, wrapped from subject_key
                         where subject_id = any(cast(:subjects as uuid[]))
                        """).param("subjects", Columns.texts(subjects, id -> id)).query(row -> {
            UUID keyId = row.getObject("key_id", UUID.class);
            found.put(
                    row.getObject("subject_id", UUID.class),
                    keyEncryption.unwrap(keyId, row.getString("kek_id"), row.getBytes("wrapped")));
        });
        Map<UUID, SubjectKey> read = Map.copyOf(found);
        afterCommit(() -> openBySubject.putAll(read));
        return found;
    }

    private Map<UUID, SubjectKey> create(Subject kind, Set<UUID> subjects) {
        Map<UUID, KeyEncryption.Wrapped> made = new HashMap<>();
        // In one order for everybody: two transactions may make keys for the same subjects.
        List<UUID> owners = List.copyOf(new TreeSet<>(subjects));
        List<KeyEncryption.Wrapped> keys = new ArrayList<>();
        for (UUID owner : owners) {
            KeyEncryption.Wrapped key = keyEncryption.newKey(ids.next());
            keys.add(key);
            made.put(owner, key);
        }
        Map<UUID, SubjectKey> stored = new HashMap<>();
        jdbc.sql("""
                        insert into subject_key (key_id, subject_id, subject, kek_id, wrapped, created_at)
                        select k.key_id, k.subject_id, :subject, :kek, k.wrapped, :now
                          from unnest(cast(:keys as uuid[]), cast(:subjects as uuid[]), cast(:wrapped as bytea[]))
                               as k(key_id, subject_id, wrapped)
                            on conflict (subject_id) do nothing
                        returning subject_id
                        """)
                .param("keys", Columns.texts(keys, KeyEncryption.Wrapped::keyId))
                .param("subjects", Columns.texts(owners, id -> id))
                .param("wrapped", Columns.bytes(keys, KeyEncryption.Wrapped::bytes))
                .param("subject", kind.databaseName)
                .param("kek", keyEncryption.currentId())
                .param("now", Timestamps.utc(clock.instant()))
                .query(row -> {
                    UUID subject = row.getObject("subject_id", UUID.class);
                    KeyEncryption.Wrapped key = made.get(subject);
                    if (key != null) {
                        stored.put(subject, key.key());
                    }
                });
        return stored;
    }

    /** A key may be the transaction's own: if that is rolled back, the key was never there. */
    private static void afterCommit(Runnable remember) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            remember.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                remember.run();
            }
        });
    }
}
