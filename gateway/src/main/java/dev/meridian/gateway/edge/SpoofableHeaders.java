package dev.meridian.gateway.edge;

import java.util.Locale;
import java.util.Set;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Drops request headers by which a caller could pretend to be somebody or somewhere else, or have
 * its calls traced. What a center needs to know
 * about the caller stands in the token.
 */
@Component
final class SpoofableHeaders implements HttpHeadersFilter, Ordered {

    private static final Set<String> DROPPED = Set.of(
            "cookie",
            "forwarded",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-http-method-override",
            "x-method-override",
            "http2-settings",
            "traceparent",
            "tracestate",
            "baggage",
            "b3");
    private static final String[] DROPPED_PREFIXES = {"x-forwarded-", "x-meridian-", "x-user-", "x-auth-", "x-b3-"};

    /** Before the filters that add headers of the gateway's own. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public HttpHeaders filter(HttpHeaders sent, ServerWebExchange exchange) {
        HttpHeaders kept = new HttpHeaders();
        sent.forEach((name, values) -> {
            if (!spoofable(name.toLowerCase(Locale.ROOT))) {
                kept.addAll(name, values);
            }
        });
        return kept;
    }

    private static boolean spoofable(String name) {
        if (DROPPED.contains(name)) {
            return true;
        }
        for (String prefix : DROPPED_PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
