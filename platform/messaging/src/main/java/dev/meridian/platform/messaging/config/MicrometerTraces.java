package dev.meridian.platform.messaging.config;

import dev.meridian.platform.messaging.wire.Traces;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Traces through Micrometer. Events carry W3C trace context (https://www.w3.org/TR/trace-context/); a batch becomes one
 * consumer span, as OpenTelemetry's conventions for messaging ask.
 */
final class MicrometerTraces implements Traces {

    private static final Pattern TRACE_PARENT =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");
    private static final int SAMPLED = 1;

    /** OpenTelemetry keeps 128 links of a span unless told otherwise. */
    private static final int MOST_LINKS = 128;

    private final ObjectProvider<Tracer> tracer;

    MicrometerTraces(ObjectProvider<Tracer> tracer) {
        this.tracer = tracer;
    }

    @Override
    public @Nullable String current() {
        Tracer active = tracer.getIfAvailable();
        TraceContext context =
                active == null ? null : active.currentTraceContext().context();
        if (context == null || context.traceId().length() != 32) {
            return null;
        }
        String sampled = Boolean.TRUE.equals(context.sampled()) ? "01" : "00";
        return "00-" + context.traceId() + "-" + context.spanId() + "-" + sampled;
    }

    @Override
    public <R> R continuing(String name, Collection<String> traceParents, Supplier<R> work) {
        Tracer active = tracer.getIfAvailable();
        if (active == null) {
            return work.get();
        }
        Span span = begin(active, name, contexts(active, traceParents));
        try (Tracer.SpanInScope inScope = active.withSpan(span)) {
            return work.get();
        } catch (RuntimeException | Error failed) {
            Span unused = span.error(failed);
            throw failed;
        } finally {
            span.end();
        }
    }

    private static Span begin(Tracer active, String name, List<TraceContext> causes) {
        Span.Builder span = active.spanBuilder().name(name).kind(Span.Kind.CONSUMER);
        if (causes.size() == 1) {
            return span.setParent(causes.getFirst()).start();
        }
        Span.Builder linked = span.setNoParent();
        for (TraceContext cause : causes) {
            linked = linked.addLink(new Link(cause));
        }
        return linked.start();
    }

    private static List<TraceContext> contexts(Tracer active, Collection<String> traceParents) {
        return traceParents.stream()
                .distinct()
                .map(TRACE_PARENT::matcher)
                .filter(Matcher::matches)
                .limit(MOST_LINKS)
                .map(parts -> active.traceContextBuilder()
                        .traceId(parts.group(1))
                        .spanId(parts.group(2))
                        .sampled((Integer.parseInt(parts.group(3), 16) & SAMPLED) != 0)
                        .build())
                .toList();
    }
}
