package dev.meridian.customer.protection;

import dev.meridian.platform.rows.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wraps data keys anew that an earlier key-encryption key wraps: a batch at a time, by any number of instances at once,
 * and wherever it was interrupted it goes on. Rows that hold ciphertext are not touched. It goes one way only: an instance
 * for which the newest key is not active yet wraps nothing anew, or it would undo what the others do.
 */
@Component
class KeyRotation {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);
    private static final int BATCH = 500;

    private final JdbcClient jdbc;
    private final KeyEncryption keyEncryption;
    private final TransactionTemplate transaction;

    KeyRotation(JdbcClient jdbc, KeyEncryption keyEncryption, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.keyEncryption = keyEncryption;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Goes on until nothing is left. Instances that still have the earlier key as current make more, so it looks again. */
    @Scheduled(initialDelayString = "PT5S", fixedDelayString = "PT10M")
    void rotate() {
        Set<String> earlier = new HashSet<>(keyEncryption.ids());
        earlier.remove(keyEncryption.currentId());
        if (earlier.isEmpty() || !keyEncryption.newestIsCurrent()) {
            return;
        }
        long total = 0;
        int last = rotateBatch(earlier, BATCH);
        while (last > 0) {
            total += last;
            last = rotateBatch(earlier, BATCH);
        }
        LOG.atInfo()
                .addKeyValue("keyEncryptionKey", keyEncryption.currentId())
                .addKeyValue("rewrapped", total)
                .log("no data key is wrapped by an earlier key");
    }

    /** @return how many were wrapped anew; 0 when none is left that nobody else works on */
    int rotateBatch(Set<String> earlier, int most) {
        Integer rewrapped = transaction.execute(status -> {
            record Row(UUID id, byte[] wrapped) {}
            List<Row> rows = new ArrayList<>();
            jdbc.sql("""
                            select key_id, kek_id, wrapped from subject_key
                             where kek_id = any(cast(:earlier as text[]))
                             order by kek_id, key_id
                             limit :most
                               for update skip locked
                            """)
                    .param("earlier", Columns.texts(earlier, id -> id))
                    .param("most", most)
                    .query(row -> {
                        UUID id = row.getObject("key_id", UUID.class);
                        rows.add(new Row(
                                id, keyEncryption.rewrap(id, row.getString("kek_id"), row.getBytes("wrapped"))));
                    });
            return rows.isEmpty()
                    ? 0
                    : jdbc.sql("""
                            update subject_key k
                               set wrapped = n.wrapped, kek_id = :kek
                              from unnest(cast(:ids as uuid[]), cast(:wrapped as bytea[])) as n(key_id, wrapped)
                             where k.key_id = n.key_id
                            """)
                            .param("kek", keyEncryption.currentId())
                            .param("ids", Columns.texts(rows, Row::id))
                            .param("wrapped", Columns.bytes(rows, Row::wrapped))
                            .update();
        });
        return rewrapped == null ? 0 : rewrapped;
    }
}
