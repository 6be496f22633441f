package dev.meridian.gateway.edge;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Leaves a counter alone for a while after it could not count, so that a Redis that hangs costs one request in five
 * seconds its timeout and not every request. One request at a time tries whether it is back.
 */
final class LimiterBreaker {

    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final long CLOSED = Long.MIN_VALUE;

    private final LongSupplier nanos;
    private final AtomicLong openUntil = new AtomicLong(CLOSED);

    LimiterBreaker(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Whether this request may ask the counter. */
    boolean mayAsk() {
        long until = openUntil.get();
        if (until == CLOSED) {
            return true;
        }
        long now = nanos.getAsLong();
        // Whoever moves the mark tries; the others pass by until it has been seen what came of it.
        return now - until >= 0 && openUntil.compareAndSet(until, now + PAUSE.toNanos());
    }

    /** The counter counted. */
    void counted() {
        openUntil.set(CLOSED);
    }

    /** The counter could not be asked, or did not answer in time. */
    void failed() {
        openUntil.set(nanos.getAsLong() + PAUSE.toNanos());
    }
}
