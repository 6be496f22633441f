package dev.meridian.platform.messaging.wire;

import org.jspecify.annotations.Nullable;

/** Tells the W3C trace context of what this thread is doing, where something traces. */
@FunctionalInterface
public interface TraceParents {

    /** Where nothing traces. */
    TraceParents NONE = () -> null;

    /** The {@code traceparent} value; null where nothing is being traced. */
    @Nullable
    String current();
}
