package dev.meridian.platform.messaging.wire;

import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries the trace of the work that made a fact to those who hear of it, where something traces. */
public interface Traces {

    /** Where nothing traces. */
    Traces NONE = new Traces() {
        @Override
        public @Nullable String current() {
            return null;
        }

        @Override
        public <R> R continuing(String name, Collection<String> traceParents, Supplier<R> work) {
            return work.get();
        }
    };

    /** The W3C {@code traceparent} of what this thread is doing; null where nothing is being traced. */
    @Nullable
    String current();

    /**
     * Does the work as a consequence of what the traces describe: within the trace when there is one, linked to all of
     * them when there are several.
     *
     * @param name what the work is called in the trace
     * @param traceParents as they came with the events; what is not one is left out
     */
    <R> R continuing(String name, Collection<String> traceParents, Supplier<R> work);
}
