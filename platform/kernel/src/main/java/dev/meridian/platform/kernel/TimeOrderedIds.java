package dev.meridian.platform.kernel;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then a 12-bit counter (method 1 of
 * section 6.2), then 62 random bits. Ids of one generator strictly increase, also within a millisecond and when the
 * clock steps back, so index pages fill from the right and "the older of two" is a comparison of ids.
 */
public final class TimeOrderedIds {

    private static final int COUNTER_LIMIT = 1 << 12;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT_RFC = 0x8000000000000000L;
    private static final long RANDOM_62_BITS = 0x3FFFFFFFFFFFFFFFL;

    private final Clock clock;
    private final RandomGenerator random;
    private long lastMillis;
    private int counter;

    public TimeOrderedIds(Clock clock) {
        this(clock, new SecureRandom());
    }

    /** For tests that want to repeat a run from a seed. */
    public TimeOrderedIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The next id; safe for use by many threads. */
    public UUID next() {
        long low = VARIANT_RFC | (random.nextLong() & RANDOM_62_BITS);
        return new UUID(nextTimeAndCounter(), low);
    }

    private synchronized long nextTimeAndCounter() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            // Starting in the lower half leaves room for 2,048 ids before the counter overflows into the time.
            counter = random.nextInt(COUNTER_LIMIT / 2);
        } else if (++counter == COUNTER_LIMIT) {
            lastMillis++;
            counter = 0;
        }
        return (lastMillis << 16) | VERSION_7 | counter;
    }
}
