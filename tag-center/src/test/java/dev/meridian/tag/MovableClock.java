package dev.meridian.tag;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The real time, and whatever a test adds to it; it only ever goes forward. */
public final class MovableClock extends Clock {

    private static final Clock REAL = Clock.systemUTC();

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    /** Goes on by at least so much. */
    public void forward(Duration by) {
        ahead.accumulateAndGet(by, Duration::plus);
    }

    /** Goes on to an instant, if it is not past it already. */
    public void forwardTo(Instant instant) {
        Duration missing = Duration.between(instant(), instant);
        if (missing.isPositive()) {
            forward(missing);
        }
    }

    @Override
    public Instant instant() {
        return REAL.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
