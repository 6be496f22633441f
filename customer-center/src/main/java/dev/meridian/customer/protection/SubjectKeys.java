package dev.meridian.customer.protection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.meridian.customer.sql.Columns;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The data keys of customers: one each, made when the customer comes into being, kept wrapped. */
@Component
public final class SubjectKeys {

    private static final int OPEN_KEYS_KEPT = 20_000;

    private final JdbcClient jdbc;
    private final KeyEncryption keyEncryption;
    private final TimeOrderedIds ids;
    private final Clock clock;
    private final Cache<UUID, SubjectKey> openByKey =
            Caffeine.newBuilder().maximumSize(OPEN_KEYS_KEPT).build();
    private final Cache<UUID, SubjectKey> openBySubject =
            Caffeine.newBuilder().maximumSize(OPEN_KEYS_KEPT).build();

    SubjectKeys(JdbcClient jdbc, KeyEncryption keyEncryption, TimeOrderedIds ids, Clock clock) {
        this.jdbc = jdbc;
        this.keyEncryption = keyEncryption;
        this.ids = ids;
        this.clock = clock;
    }

    /** The keys of these customers, in the running transaction; who has none yet gets one. */
    public Map<UUID, SubjectKey> ensure(Collection<UUID> subjects) {
        Map<UUID, SubjectKey> found = new HashMap<>(openBySubject.getAllPresent(subjects));
        Set<UUID> missing = new HashSet<>(subjects);
        missing.removeAll(found.keySet());
        if (missing.isEmpty()) {
            return found;
        }
        found.putAll(storedKeys(missing));
        missing.removeAll(found.keySet());
        if (!missing.isEmpty()) {
            found.putAll(create(missing));
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
        List<UUID> missing =
                keyIds.stream().distinct().filter(id -> !found.containsKey(id)).toList();
        if (!missing.isEmpty()) {
            jdbc.sql("select key_id, wrapped from subject_key where key_id = any(cast(:ids as uuid[]))")
                    .param("ids", Columns.texts(missing, id -> id))
                    .query(row -> {
                        UUID id = row.getObject("key_id", UUID.class);
                        SubjectKey key = keyEncryption.unwrap(id, row.getBytes("wrapped"));
                        openByKey.put(id, key);
                        found.put(id, key);
                    });
        }
        return found;
    }

    private Map<UUID, SubjectKey> storedKeys(Set<UUID> subjects) {
        Map<UUID, SubjectKey> found = new HashMap<>();
        jdbc.sql("""
                        select subject_id, key_id, wrapped from subject_key
                         where subject_id = any(cast(:subjects as uuid[]))
                        """).param("subjects", Columns.texts(subjects, id -> id)).query(row -> {
            SubjectKey key = keyEncryption.unwrap(row.getObject("key_id", UUID.class), row.getBytes("wrapped"));
            UUID subject = row.getObject("subject_id", UUID.class);
            openBySubject.put(subject, key);
            openByKey.put(key.id(), key);
            found.put(subject, key);
        });
        return found;
    }

    /** Not cached: if this transaction is rolled back, the keys were never there. */
    private Map<UUID, SubjectKey> create(Set<UUID> subjects) {
        Map<UUID, SubjectKey> made = new HashMap<>();
        List<KeyEncryption.Wrapped> keys = new ArrayList<>();
        List<UUID> owners = List.copyOf(subjects);
        for (UUID owner : owners) {
            KeyEncryption.Wrapped key = keyEncryption.newKey(ids.next());
            keys.add(key);
            made.put(owner, key.key());
        }
        int rows = jdbc.sql("""
                        insert into subject_key (key_id, subject_id, wrapped, created_at)
                        select k.key_id, k.subject_id, k.wrapped, :now
                          from unnest(cast(:keys as uuid[]), cast(:subjects as uuid[]), cast(:wrapped as bytea[]))
                               as k(key_id, subject_id, wrapped)
                        """)
                .param("keys", Columns.texts(keys, KeyEncryption.Wrapped::keyId))
                .param("subjects", Columns.texts(owners, id -> id))
                .param("wrapped", Columns.bytes(keys, KeyEncryption.Wrapped::bytes))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        if (rows != made.size()) {
            throw new IllegalStateException("Not every data key was stored");
        }
        return made;
    }
}
