package dev.meridian.platform.web.idempotency;

import dev.meridian.platform.problems.FailureSketch;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.server.PathContainer;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Idempotency for calls that wait for other servers, such as Kafka: the key is reserved in one short transaction, the
 * call runs without any, and its answer takes the reservation's place in another. So however long the wait, no
 * connection is held.
 *
 * <p>The price: what the call does and its answer are not one transaction. If the process dies in between, the key is
 * free again when its reservation runs out, and the call runs again; so this is for calls that do no harm when repeated.
 */
final class CallsOutsideTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(CallsOutsideTransactions.class);

    private final IdempotencyKeys keys;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final List<PathPattern> patterns;
    private final Duration reservedFor;

    CallsOutsideTransactions(
            IdempotencyKeys keys,
            TransactionTemplate transactions,
            Clock clock,
            Set<String> patterns,
            Duration reservedFor) {
        this.keys = keys;
        this.transactions = transactions;
        this.clock = clock;
        this.patterns =
                patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
        this.reservedFor = reservedFor;
    }

    /** Whether the request is one of them. */
    boolean include(HttpServletRequest request) {
        if (patterns.isEmpty()) {
            return false;
        }
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    /** What came of trying to reserve a key. */
    sealed interface Attempt {

        /** It is reserved. */
        record Begun(UUID reservation) implements Attempt {}

        /** Another call has it, or had it. */
        record Taken(KeyState by) implements Attempt {}

        /** A call in a transaction has it right now. */
        record Busy() implements Attempt {}
    }

    /** Reserves a key. */
    Attempt begin(IdempotencyKey key, Fingerprint fingerprint) {
        return transactions.execute(transaction -> {
            if (!keys.tryTake(key)) {
                return new Attempt.Busy();
            }
            Optional<KeyState> before = keys.find(key);
            if (before.isPresent() && !isFree(before.get(), fingerprint)) {
                return new Attempt.Taken(before.get());
            }
            UUID reservation = UUID.randomUUID();
            keys.reserve(key, fingerprint, reservation, clock.instant().plus(reservedFor));
            return new Attempt.Begun(reservation);
        });
    }

    private boolean isFree(KeyState state, Fingerprint fingerprint) {
        return state instanceof KeyState.Reserved reserved
                && !reserved.until().isAfter(clock.instant())
                && reserved.fingerprint().equals(fingerprint);
    }

    /** Keeps the answer. The call has happened: if the answer cannot be kept, the caller still gets it. */
    void keep(IdempotencyKey key, UUID reservation, StoredAnswer answer) {
        settle(() -> keys.complete(key, reservation, answer));
    }

    /** Frees the key. */
    void free(IdempotencyKey key, UUID reservation) {
        settle(() -> keys.free(key, reservation));
    }

    private interface Settlement {
        boolean settled();
    }

    private void settle(Settlement settlement) {
        try {
            if (!transactions.execute(transaction -> settlement.settled())) {
                LOG.atWarn().log("a reservation of an idempotency key ran out before its call ended");
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.atWarn()
                    .addKeyValue("failure", FailureSketch.of(e))
                    .log("a reservation of an idempotency key waits for its end");
        }
    }
}
