package dev.meridian.customer.identity;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes customer ids: UUIDs of version 4 (RFC 9562, section 5.4), 122 random bits. A customer id is shown to every brand
 * that meets the customer, so it must tell none of them when another brand did, nor how many customers there are.
 */
public final class CustomerIds {

    private static final long VERSION_4 = 0x4000L;
    private static final long VERSION_BITS = 0xF000L;
    private static final long VARIANT_RFC = 0x8000000000000000L;
    private static final long RANDOM_62_BITS = 0x3FFFFFFFFFFFFFFFL;

    private final RandomGenerator random;

    private CustomerIds(RandomGenerator random) {
        this.random = random;
    }

    /** Ids nobody can foresee: what serves customers uses these and no others. */
    public static CustomerIds random() {
        return new CustomerIds(new SecureRandom());
    }

    /** The same ids for the same seed, for measurements that must repeat. Anybody who knows the seed knows all ids. */
    public static CustomerIds seeded(long seed) {
        return new CustomerIds(new SplittableRandom(seed));
    }

    /** The next id; those of {@link #random} may be made by many threads at once. */
    CustomerId next() {
        return new CustomerId(nextUuid());
    }

    /** A random id for something else that a brand is shown. */
    public UUID nextUuid() {
        long high = (random.nextLong() & ~VERSION_BITS) | VERSION_4;
        return new UUID(high, VARIANT_RFC | (random.nextLong() & RANDOM_62_BITS));
    }
}
