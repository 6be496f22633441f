package dev.meridian.customer.interactions;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.rows.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives up events that nobody has released in their time, in small steps: nothing personal waits for ever. */
@Component
final class QuarantineExpiry {

    static final Duration KEPT_FOR = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(QuarantineExpiry.class);
    private static final int STEP = 500;

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Clock clock;

    QuarantineExpiry(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${meridian.customer.ingest.quarantine-sweep-every:10m}")
    void sweep() {
        try {
            int expired = giveUpExpired();
            if (expired > 0) {
                LOG.atWarn().addKeyValue("expired", expired).log("quarantined events were given up after their time");
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn().addKeyValue("failure", e.getClass().getName()).log("quarantined events could not be expired");
        }
    }

    /** Deletes everything that has waited its time by now and says how much that was. */
    int giveUpExpired() {
        Instant before = clock.instant().minus(KEPT_FOR);
        int total = 0;
        int deleted;
        do {
            // Every brand's events expire, so this is the platform's own work.
            deleted = ActiveBrandScope.<Integer, RuntimeException>call(
                    BrandScope.group(), () -> transactions.execute(transaction -> delete(before)));
            total += deleted;
        } while (deleted == STEP);
        return total;
    }

    private int delete(Instant before) {
        return jdbc.sql("""
                        delete from quarantined_event
                         where quarantine_id in (
                               select quarantine_id from quarantined_event
                                where quarantined_at < :before
                                order by quarantined_at
                                limit :most
                                  for update skip locked)
                        """)
                .param("before", Timestamps.utc(before))
                .param("most", STEP)
                .update();
    }
}
