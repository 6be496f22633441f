package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.CapabilityUnavailableException;
import dev.meridian.platform.problems.FailureSketch;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;

/**
 * Turns what nobody expected into a problem, and into one line of log. The line names types and places but no message:
 * messages of drivers and parsers repeat values, and values can be personal data.
 */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final int DEEPEST = 8;
    private static final int CLASS_LENGTH = 2;
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");
    /** A transaction that was lost before, and a lock that could not be had in time. */
    private static final Set<String> PASSING_STATES = Set.of("25P02", "55P03");

    private Failures() {}

    /** The problem to answer with; logged when it is our fault. */
    public static Problem problem(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (cause instanceof ProblemException refusal) {
                return refusal.problem();
            }
            if (isUnavailable(cause)) {
                LOG.atWarn().addKeyValue("failure", FailureSketch.of(failure)).log("capability unavailable");
                return Problem.of(StandardProblem.CAPABILITY_UNAVAILABLE);
            }
        }
        LOG.atError().addKeyValue("failure", FailureSketch.of(failure)).log("request failed");
        return Problem.of(StandardProblem.INTERNAL_ERROR);
    }

    private static boolean isUnavailable(Throwable cause) {
        return cause instanceof CapabilityUnavailableException
                || cause instanceof AsyncRequestTimeoutException
                || cause instanceof CannotCreateTransactionException
                || cause instanceof DataAccessResourceFailureException
                || cause instanceof TransientDataAccessException
                || cause instanceof RecoverableDataAccessException
                || cause instanceof SQLTransientException
                || cause instanceof SQLRecoverableException
                || cause instanceof SQLException sql && isPassing(sql.getSQLState());
    }

    /** Connection lost, transaction lost to another, out of resources, shut down or too slow, disk trouble. */
    private static boolean isPassing(@Nullable String state) {
        if (state == null || state.length() < CLASS_LENGTH) {
            return false;
        }
        return PASSING_CLASSES.contains(state.substring(0, CLASS_LENGTH)) || PASSING_STATES.contains(state);
    }
}
