package dev.meridian.gateway.edge;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.problems.RequestId;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request an id, or keeps the one it came with, and carries it to the center and back to the caller. One id
 * then finds the log lines of everything that took part. The centers are told who chose it, whatever the caller says of
 * that: an id that a caller chose may be that of somebody else's request.
 */
@Component
public final class RequestIdFilter implements WebFilter, Ordered {

    private static final String ATTRIBUTE = RequestIdFilter.class.getName();

    private final TimeOrderedIds ids;

    RequestIdFilter(TimeOrderedIds ids) {
        this.ids = ids;
    }

    /** The id of the request. */
    public static String of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(ATTRIBUTE, "");
    }

    @Override
    public int getOrder() {
        return EdgeOrder.REQUEST_ID;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String sent = exchange.getRequest().getHeaders().getFirst(RequestId.HEADER);
        String id = idOf(sent);
        String origin = id.equals(sent) ? RequestId.CHOSEN_BY_CALLER : RequestId.MADE_HERE;
        exchange.getAttributes().put(ATTRIBUTE, id);
        // Set at the last moment: the center's answer brings the same header, and there should be one.
        exchange.getResponse().beforeCommit(() -> {
            exchange.getResponse().getHeaders().set(RequestId.HEADER, id);
            return Mono.empty();
        });
        return chain.filter(exchange.mutate()
                .request(request -> request.headers(headers -> {
                    headers.set(RequestId.HEADER, id);
                    headers.set(RequestId.ORIGIN_HEADER, origin);
                }))
                .build());
    }

    private String idOf(@Nullable String sent) {
        return sent != null && RequestId.isWellFormed(sent) ? sent : ids.next().toString();
    }
}
