package dev.meridian.gateway.edge;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * One line per API call: who, what, how it ended, how long it took. Never the query string, which may hold a phone
 * number, nor any body.
 */
@Component
final class AccessLog implements WebFilter, Ordered {

    static final String CLIENT_ATTRIBUTE = AccessLog.class.getName() + ".client";

    private static final Logger LOG = LoggerFactory.getLogger("dev.meridian.gateway.access");
    private static final String API = "/api/";

    @Override
    public int getOrder() {
        return EdgeOrder.ACCESS_LOG;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!exchange.getRequest().getPath().value().startsWith(API)) {
            return chain.filter(exchange);
        }
        long begun = System.nanoTime();
        return chain.filter(exchange).doFinally(end -> log(exchange, end, System.nanoTime() - begun));
    }

    private static void log(ServerWebExchange exchange, SignalType end, long nanos) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        LOG.atInfo()
                .addKeyValue("requestId", RequestIdFilter.of(exchange))
                .addKeyValue("clientId", exchange.getAttributeOrDefault(CLIENT_ATTRIBUTE, ""))
                .addKeyValue("method", exchange.getRequest().getMethod().name())
                .addKeyValue("path", exchange.getRequest().getPath().value())
                .addKeyValue("status", status == null ? 0 : status.value())
                .addKeyValue("millis", Duration.ofNanos(nanos).toMillis())
                .addKeyValue("abandoned", end == SignalType.CANCEL)
                .log("Request");
    }
}
