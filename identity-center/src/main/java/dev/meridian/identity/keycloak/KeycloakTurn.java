package dev.meridian.identity.keycloak;

import dev.meridian.platform.problems.FailureSketch;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One writer to Keycloak at a time, over all instances. A run that had read the registered clients before a change, and
 * wrote after it, would undo the change; the turn is held until the change is stored, so the next one reads it.
 *
 * <p>The turn is a row with an expiry, not a lock: no database connection waits while Keycloak works. Nobody writes to
 * Keycloak after its turn has run out, and what was done is stored only under the fencing token of a turn still held.
 */
@Component
public class KeycloakTurn {

    private static final ScopedValue<Held> CURRENT = ScopedValue.newInstance();

    private static final Logger LOG = LoggerFactory.getLogger(KeycloakTurn.class);
    private static final Duration LENGTH = Duration.ofSeconds(60);
    /** Longer than the longest single call, so that a call begun in time also ends in time. */
    private static final Duration RESERVE = Duration.ofSeconds(25);

    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final String holder = UUID.randomUUID().toString();
    /** Those of this instance queue here, so that only one of them looks at the row. */
    private final Semaphore queue = new Semaphore(1, true);

    KeycloakTurn(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * Does the work when it is its turn.
     *
     * @throws KeycloakFailure when others keep the turn for too long, or it ran out during the work
     */
    public <R> R take(Supplier<R> work) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean first = false;
        try {
            first = queue.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (!first) {
                throw new KeycloakFailure("Others are at work with Keycloak", null);
            }
            Held held = await(deadline);
            try {
                return ScopedValue.where(CURRENT, held).call(work::get);
            } finally {
                giveBack(held);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeycloakFailure("Interrupted while waiting for a turn at Keycloak", e);
        } finally {
            if (first) {
                queue.release();
            }
        }
    }

    /** Fails unless the turn is still held; for the transaction that stores what was done in it. */
    public void requireHeld() {
        Held held = CURRENT.get();
        boolean good = jdbc.sql("""
            select fencing_token = :token and expires_at > clock_timestamp() from keycloak_turn for share
            """)
                .param("token", held.fencingToken)
                .query(Boolean.class)
                .single();
        if (!good) {
            throw new KeycloakFailure("The turn at Keycloak has passed to another", null);
        }
    }

    /** Fails when a turn is held and too little is left of it to write; takes more time where nobody else has it. */
    static void requireTimeLeft() {
        if (CURRENT.isBound()) {
            CURRENT.get().requireTimeLeft();
        }
    }

    private Held await(long deadline) throws InterruptedException {
        while (true) {
            Held held = tryTake();
            if (held != null) {
                return held;
            }
            if (System.nanoTime() - deadline > 0) {
                throw new KeycloakFailure("Others are at work with Keycloak", null);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private @Nullable Held tryTake() {
        long begun = System.nanoTime();
        Optional<Long> token = inTransaction(() -> jdbc.sql("""
            update keycloak_turn
               set holder = :holder, fencing_token = fencing_token + 1,
                   expires_at = clock_timestamp() + make_interval(secs => :seconds)
             where expires_at <= clock_timestamp()
            returning fencing_token
            """)
                .param("holder", holder)
                .param("seconds", LENGTH.toSeconds())
                .query(Long.class)
                .optional());
        return token.map(fencing -> new Held(fencing, begun + LENGTH.toNanos())).orElse(null);
    }

    private boolean prolong(long fencingToken) {
        return inTransaction(() -> jdbc.sql("""
            update keycloak_turn
               set expires_at = clock_timestamp() + make_interval(secs => :seconds)
             where fencing_token = :token and expires_at > clock_timestamp()
            """)
                        .param("token", fencingToken)
                        .param("seconds", LENGTH.toSeconds())
                        .update()
                == 1);
    }

    private void giveBack(Held held) {
        held.isOver = true;
        try {
            int ignored = inTransaction(
                    () -> jdbc.sql("update keycloak_turn set expires_at = '-infinity' where fencing_token = :token")
                            .param("token", held.fencingToken)
                            .update());
        } catch (DataAccessException | TransactionException e) {
            // What was done is done: it must not look failed because the turn ends by its time instead of at once.
            LOG.atWarn().addKeyValue("failure", FailureSketch.of(e)).log("a turn at Keycloak was not given back");
        }
    }

    private <R> R inTransaction(Supplier<R> statement) {
        R result = transactions.execute(_ -> statement.get());
        if (result == null) {
            throw new IllegalStateException("The transaction answered nothing");
        }
        return result;
    }

    /** A turn in hand; of the one thread that took it. */
    private final class Held {

        private final long fencingToken;
        private long until;
        private boolean isOver;

        Held(long fencingToken, long until) {
            this.fencingToken = fencingToken;
            this.until = until;
        }

        void requireTimeLeft() {
            long now = System.nanoTime();
            if (until - now > RESERVE.toNanos()) {
                return;
            }
            if (isOver || !prolong(fencingToken)) {
                throw new KeycloakFailure("The turn at Keycloak has run out", null);
            }
            until = now + LENGTH.toNanos();
        }
    }
}
