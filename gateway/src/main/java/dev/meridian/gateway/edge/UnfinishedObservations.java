package dev.meridian.gateway.edge;

import io.micrometer.observation.Observation;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Ends the observation of a call to a center that never brought an answer. The framework ends it when the center's
 * headers arrive, or in an exception handler that problems do not reach; a caller who hangs up, a time that runs out and
 * a connection that breaks would leave it open, and the gauge of active requests would grow for ever.
 */
@Component
final class UnfinishedObservations implements WebFilter, Ordered {

    /** The framework's own mark on an exchange whose observation it has ended. */
    private static final String ENDED = "gateway.observation.stopped";

    @Override
    public int getOrder() {
        return EdgeOrder.UNFINISHED_OBSERVATIONS;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange)
                .doOnError(failure -> note(exchange, failure))
                .doFinally(end -> finish(exchange));
    }

    private static void note(ServerWebExchange exchange, Throwable failure) {
        Observation open = open(exchange);
        if (open != null) {
            Observation ignored = open.error(failure);
        }
    }

    private static void finish(ServerWebExchange exchange) {
        Observation open = open(exchange);
        if (open != null && exchange.getAttributes().putIfAbsent(ENDED, "true") == null) {
            open.stop();
        }
    }

    private static @org.jspecify.annotations.Nullable Observation open(ServerWebExchange exchange) {
        return exchange.getAttributes().containsKey(ENDED)
                ? null
                : exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_OBSERVATION_ATTR);
    }
}
