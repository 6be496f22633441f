package dev.meridian.gateway.edge;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.util.Map;
import org.springframework.cloud.gateway.filter.ratelimit.RedisRateLimiter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Counts each API client's requests in Redis, so that all gateways share the count, and refuses what is too many. The
 * limiter lets requests pass while Redis is away: a missing counter is no reason to refuse service.
 */
@Component
final class RateLimit implements WebFilter, Ordered {

    /** All routes draw from one bucket per client. */
    private static final String BUCKETS = "client";

    private static final String UNKNOWN = "-1";

    private final RedisRateLimiter limiter;
    private final LimiterBreaker breaker = new LimiterBreaker(System::nanoTime);

    RateLimit(RedisRateLimiter limiter) {
        this.limiter = limiter;
    }

    @Override
    public int getOrder() {
        return EdgeOrder.RATE_LIMIT;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ClientId.of(exchange)
                .flatMap(client -> {
                    exchange.getAttributes().put(AccessLog.CLIENT_ATTRIBUTE, client);
                    return breaker.mayAsk() ? count(client, exchange) : Mono.just(true);
                })
                .defaultIfEmpty(true)
                .flatMap(allowed -> allowed ? chain.filter(exchange) : Mono.error(tooMany()));
    }

    /** Counts the request and tells the caller what is left; the limiter says -1 when it could not count. */
    private Mono<Boolean> count(String client, ServerWebExchange exchange) {
        return limiter.isAllowed(BUCKETS, client).map(answer -> {
            Map<String, String> figures = answer.getHeaders();
            if (UNKNOWN.equals(figures.get(limiter.getRemainingHeader()))) {
                breaker.failed();
            } else {
                breaker.counted();
                HttpHeaders headers = exchange.getResponse().getHeaders();
                figures.forEach(headers::set);
            }
            return answer.isAllowed();
        });
    }

    private static ProblemException tooMany() {
        return new ProblemException(Problem.of(StandardProblem.TOO_MANY_REQUESTS));
    }
}
