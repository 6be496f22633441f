package dev.meridian.membership.ledger;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Ends points whose time is over, in bounded steps; any number of replicas may do it at once. */
@Component
class ExpirySweep {

    private static final Logger LOG = LoggerFactory.getLogger(ExpirySweep.class);
    private static final int STEP = 500;
    private static final int MOST_STEPS = 1_000;

    private final JdbcExpiry expiry;
    private final TransactionTemplate transactions;
    private final Clock clock;

    ExpirySweep(JdbcExpiry expiry, PlatformTransactionManager transactions, Clock clock) {
        this.expiry = expiry;
        this.transactions = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${meridian.membership.expiry-sweep-every:1m}")
    void run() {
        try {
            long lots = sweep();
            if (lots > 0) {
                LOG.atInfo().addKeyValue("lots", lots).log("points ended");
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("failure", e.getClass().getSimpleName())
                    .log("points could not be ended; they are not available all the same");
        }
    }

    /** Ends what has to end by now, as far as nobody else is at it, and says how many lots that were. */
    long sweep() {
        long total = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            // Every brand's lots end, so this is the platform's own work.
            int lots = ActiveBrandScope.<Integer, RuntimeException>call(
                    BrandScope.group(), () -> transactions.execute(transaction -> expiry.sweep(now, STEP)));
            total += lots;
            if (lots == 0) {
                break;
            }
        }
        return total;
    }
}
