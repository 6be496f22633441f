package dev.meridian.platform.web.requests;

import dev.meridian.platform.kernel.TimeOrderedIds;
import dev.meridian.platform.problems.RequestId;
import dev.meridian.platform.security.CurrentCaller;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.problems.Failures;
import dev.meridian.platform.web.problems.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
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

    private static final Logger LOG = LoggerFactory.getLogger("dev.meridian.access");

    private final TimeOrderedIds ids;
    private final Problems problems;

    RequestIdFilter(TimeOrderedIds ids, Problems problems) {
        this.ids = ids;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String given = request.getHeader(RequestId.HEADER);
        String requestId = requestId(given);
        response.setHeader(RequestId.HEADER, requestId);
        Problems.identify(request, requestId);
        MDC.put(RequestId.LOG_KEY, requestId);
        MDC.put(RequestId.ORIGIN_LOG_KEY, origin(requestId, given, request));
        long start = System.nanoTime();
        try {
            chain.doFilter(request, response);
        } catch (RuntimeException | ServletException failure) {
            if (response.isCommitted()) {
                throw failure;
            }
            answerFailure(failure, requestId, request, response);
        } finally {
            logRequest(request, response, System.nanoTime() - start);
            MDC.remove(RequestId.LOG_KEY);
            MDC.remove(RequestId.ORIGIN_LOG_KEY);
        }
    }

    /** What fails in a filter, such as the commit of a keyed request, passes no controller advice. */
    private void answerFailure(
            Exception failure, String requestId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.reset();
        response.setHeader(RequestId.HEADER, requestId);
        problems.write(Failures.problem(failure), request, response);
    }

    private String requestId(@Nullable String given) {
        return given != null && RequestId.isWellFormed(given)
                ? given
                : ids.next().toString();
    }

    private static String origin(String requestId, @Nullable String given, HttpServletRequest request) {
        boolean isOurs =
                !requestId.equals(given) || RequestId.MADE_HERE.equals(request.getHeader(RequestId.ORIGIN_HEADER));
        return isOurs ? RequestId.MADE_HERE : RequestId.CHOSEN_BY_CALLER;
    }

    private static void logRequest(HttpServletRequest request, HttpServletResponse response, long nanos) {
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
