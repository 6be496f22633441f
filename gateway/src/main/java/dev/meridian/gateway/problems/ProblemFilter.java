package dev.meridian.gateway.problems;

import dev.meridian.gateway.edge.EdgeOrder;
import dev.meridian.gateway.edge.RequestIdFilter;
import dev.meridian.platform.problems.FailureSketch;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
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
            Problem problem = problemOf(failure);
            if (problem.type().status() >= StandardProblem.INTERNAL_ERROR.status()) {
                log(exchange, problem.type(), failure);
            }
            return problems.answer(exchange, problem);
        });
    }

    private static Problem problemOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = causeOf(cause)) {
            if (cause instanceof ProblemException refusal) {
                return refusal.problem();
            }
            if (cause instanceof ResponseStatusException status) {
                return Problem.of(
                        StandardProblem.ofStatus(status.getStatusCode().value()));
            }
            // A full pool, no connection, a connection that broke, an issuer whose keys cannot be fetched.
            if (poolIsFull(cause) || cause instanceof IOException || cause instanceof AuthenticationServiceException) {
                return Problem.of(StandardProblem.CAPABILITY_UNAVAILABLE);
            }
            if (cause instanceof TimeoutException) {
                return Problem.of(StandardProblem.TIMEOUT);
            }
        }
        return Problem.of(StandardProblem.INTERNAL_ERROR);
    }

    private static boolean poolIsFull(Throwable failure) {
        // By name: the pool's own exceptions are in a package that the HTTP client keeps for itself.
        return failure.getClass().getSimpleName().startsWith("PoolAcquire");
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        return failure.getCause() == failure ? null : failure.getCause();
    }

    private static void log(ServerWebExchange exchange, ProblemType problem, Throwable failure) {
        // No stack trace: the framework writes the whole address of the request into it, query and all.
        var line = problem == StandardProblem.INTERNAL_ERROR ? LOG.atError() : LOG.atWarn();
        line.addKeyValue("requestId", RequestIdFilter.of(exchange))
                .addKeyValue("problem", problem.code())
                .addKeyValue("failure", FailureSketch.of(failure))
                .log("Request failed");
    }
}
