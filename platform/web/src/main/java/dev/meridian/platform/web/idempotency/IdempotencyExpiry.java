package dev.meridian.platform.web.idempotency;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.FailureSketch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets stored answers when their time is over, in small steps that hold nobody up. */
final class IdempotencyExpiry {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyExpiry.class);
    private static final int STEP = 1_000;

    private final IdempotencyKeys keys;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Duration keptFor;

    IdempotencyExpiry(IdempotencyKeys keys, TransactionTemplate transactions, Clock clock, Duration keptFor) {
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
        this.keptFor = keptFor;
    }

    @Scheduled(fixedDelayString = "${meridian.web.idempotency.sweep-every:10m}")
    void sweep() {
        try {
            int deleted = forgetExpired();
            if (deleted > 0) {
                LOG.atInfo().addKeyValue("deleted", deleted).log("expired idempotency keys");
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn().addKeyValue("failure", FailureSketch.of(e)).log("idempotency keys could not be expired");
        }
    }

    /** Deletes everything that has expired by now and says how much that was. */
    int forgetExpired() {
        Instant before = clock.instant().minus(keptFor);
        int total = 0;
        int deleted;
        do {
            // Every brand's keys expire, so this is the platform's own work.
            deleted = ActiveBrandScope.<Integer, RuntimeException>call(
                    BrandScope.group(), () -> transactions.execute(transaction -> keys.deleteBefore(before, STEP)));
            total += deleted;
        } while (deleted == STEP);
        return total;
    }
}
