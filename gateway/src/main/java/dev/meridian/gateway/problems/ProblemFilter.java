package dev.meridian.gateway.problems;

import dev.meridian.gateway.edge.EdgeOrder;
import dev.meridian.gateway.edge.RequestId;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.ProblemType;
import dev.meridian.platform.kernel.StandardProblem;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Turns whatever goes wrong behind it into a problem document. Nothing of an exception's own text is shown. */
@Component
final class ProblemFilter implements WebFilter, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemFilter.class);

    private final Problems problems;

    ProblemFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return EdgeOrder.PROBLEMS;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange).onErrorResume(failure -> {
            if (exchange.getResponse().isCommitted()) {
                // Half an answer is out: breaking the connection is the only way left to say that it is not whole.
                return Mono.error(failure);
            }
            ProblemType problem = problemOf(failure);
            if (problem.status() >= StandardProblem.INTERNAL_ERROR.status()) {
                log(exchange, problem, failure);
            }
            return problems.answer(exchange, problem);
        });
    }

    private static ProblemType problemOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = causeOf(cause)) {
            if (cause instanceof ProblemException refusal) {
                return refusal.problem().type();
            }
            if (cause instanceof ResponseStatusException status) {
                return problemOf(status.getStatusCode().value());
            }
            // A full pool, no connection, a connection that broke, an issuer whose keys cannot be fetched.
            if (poolIsFull(cause) || cause instanceof IOException || cause instanceof AuthenticationServiceException) {
                return StandardProblem.CAPABILITY_UNAVAILABLE;
            }
            if (cause instanceof TimeoutException) {
                return StandardProblem.TIMEOUT;
            }
        }
        return StandardProblem.INTERNAL_ERROR;
    }

    private static boolean poolIsFull(Throwable failure) {
        // By name: the pool's own exceptions are in a package that the HTTP client keeps for itself.
        return failure.getClass().getSimpleName().startsWith("PoolAcquire");
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        return failure.getCause() == failure ? null : failure.getCause();
    }

    private static ProblemType problemOf(int status) {
        return switch (status) {
            case 400 -> StandardProblem.MALFORMED_REQUEST;
            case 401 -> StandardProblem.UNAUTHENTICATED;
            case 403 -> StandardProblem.FORBIDDEN;
            case 404 -> StandardProblem.NOT_FOUND;
            case 405 -> StandardProblem.METHOD_NOT_ALLOWED;
            case 406 -> StandardProblem.NOT_ACCEPTABLE;
            case 413 -> StandardProblem.PAYLOAD_TOO_LARGE;
            case 415 -> StandardProblem.UNSUPPORTED_MEDIA_TYPE;
            case 502, 503 -> StandardProblem.CAPABILITY_UNAVAILABLE;
            case 504 -> StandardProblem.TIMEOUT;
            default -> StandardProblem.INTERNAL_ERROR;
        };
    }

    private static void log(ServerWebExchange exchange, ProblemType problem, Throwable failure) {
        var line = problem == StandardProblem.INTERNAL_ERROR ? LOG.atError().setCause(failure) : LOG.atWarn();
        line.addKeyValue("requestId", RequestId.of(exchange))
                .addKeyValue("problem", problem.code())
                .addKeyValue("failure", failure.getClass().getName())
                .log("Request failed");
    }
}
