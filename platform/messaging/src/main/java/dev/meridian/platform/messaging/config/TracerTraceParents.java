package dev.meridian.platform.messaging.config;

import dev.meridian.platform.messaging.wire.TraceParents;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Writes the current span as W3C trace context. */
final class TracerTraceParents implements TraceParents {

    private final ObjectProvider<Tracer> tracer;

    TracerTraceParents(ObjectProvider<Tracer> tracer) {
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
}
