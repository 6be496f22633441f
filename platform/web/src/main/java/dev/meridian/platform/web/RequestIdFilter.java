package dev.meridian.platform.web;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.security.Caller;
import dev.meridian.platform.security.CurrentCaller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives every request an id, the caller's own where it is well formed, names it in every log line and in the answer,
 * and writes one line per request. Queries and bodies are not logged: they may hold personal data.
 */
final class RequestIdFilter extends OncePerRequestFilter {

    static final String HEADER = "X-Request-Id";
    static final String MDC_KEY = "requestId";

    private static final Logger LOG = LoggerFactory.getLogger("dev.meridian.access");
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

    private final TimeOrderedIds ids;

    RequestIdFilter(TimeOrderedIds ids) {
        this.ids = ids;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String requestId = requestId(request.getHeader(HEADER));
        response.setHeader(HEADER, requestId);
        MDC.put(MDC_KEY, requestId);
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } finally {
            logRequest(request, response, System.nanoTime() - start);
            MDC.remove(MDC_KEY);
        }
    }

    private String requestId(@Nullable String given) {
        return given != null && WELL_FORMED.matcher(given).matches()
                ? given
                : ids.next().toString();
    }

    private static void logRequest(HttpServletRequest request, HttpServletResponse response, long nanos) {
        if (request.getRequestURI().startsWith("/actuator/")) {
            return;
        }
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("method", request.getMethod())
                .addKeyValue("path", request.getRequestURI())
                .addKeyValue("status", response.getStatus())
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(nanos));
        Caller caller = CurrentCaller.of(request).orElse(null);
        if (caller != null) {
            line = line.addKeyValue("brand", caller.scope().databaseValue()).addKeyValue("clientId", caller.clientId());
        }
        line.log("request");
    }
}
