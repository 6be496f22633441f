package dev.meridian.platform.messaging.consumer;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waits longer with each failure in a row, with some chance in it so that consumers do not come back all at once. */
final class BackOff {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final int DOUBLINGS = 6;

    private int failures;

    Duration next() {
        long wait = Math.min(FIRST.toMillis() << Math.min(failures, DOUBLINGS), LONGEST.toMillis());
        failures++;
        return Duration.ofMillis(wait / 2 + ThreadLocalRandom.current().nextLong(wait / 2 + 1));
    }

    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }
}
