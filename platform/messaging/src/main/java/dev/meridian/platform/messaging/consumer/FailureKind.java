package dev.meridian.platform.messaging.consumer;

import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.TransientFailure;
import dev.meridian.platform.messaging.parking.ParkingFull;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Why handling failed, as far as it decides what to do next. */
enum FailureKind {
    /** Something everybody needs is away: wait, and try the same again. */
    UNAVAILABLE,
    /** Others were in the way, or it was too much at once: smaller transactions get through. */
    CONTENTION,
    /** The event's own fault, as far as anyone can tell. */
    POISON;

    private static final int DEEPEST = 20;

    static FailureKind of(Throwable failure) {
        String state = sqlState(failure);
        if (state != null) {
            return ofSqlState(state);
        }
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            FailureKind kind = ofException(cause);
            if (kind != POISON) {
                return kind;
            }
            cause = cause.getCause();
        }
        return POISON;
    }

    private static FailureKind ofException(Throwable cause) {
        return switch (cause) {
            case ConcurrencyFailureException lost -> CONTENTION;
            case QueryTimeoutException slow -> CONTENTION;
            case TransientFailure asked -> UNAVAILABLE;
            case ParkingFull full -> UNAVAILABLE;
            case KafkaUnavailable away -> UNAVAILABLE;
            case CannotCreateTransactionException noConnection -> UNAVAILABLE;
            case DataAccessResourceFailureException lostConnection -> UNAVAILABLE;
            case RecoverableDataAccessException recoverable -> UNAVAILABLE;
            case TransientDataAccessException passing -> UNAVAILABLE;
            default -> POISON;
        };
    }

    /** The database's own word is better than the exception class it was wrapped in. */
    private static FailureKind ofSqlState(String state) {
        return switch (state) {
            // Serialisation failure, deadlock, lock timeout, statement timeout.
            case "40001", "40P01", "55P03", "57014" -> CONTENTION;
            // A replica after a failover that has not become the primary yet.
            case "25006" -> UNAVAILABLE;
            default ->
                switch (state.substring(0, 2)) {
                    // Connection lost, out of resources, shut down or starting up, disk trouble.
                    case "08", "53", "57", "58" -> UNAVAILABLE;
                    default -> POISON;
                };
        };
    }

    private static @Nullable String sqlState(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() == 5) {
                return sql.getSQLState();
            }
            cause = cause.getCause();
        }
        return null;
    }
}
