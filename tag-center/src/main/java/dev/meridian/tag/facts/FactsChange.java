package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Something new about a customer. Told inside the transaction that stored it, while the customer is locked. What is told
 * of one customer at different instants happened one after the other.
 */
public sealed interface FactsChange {

    /** The customer it is about: never an id that was merged away. */
    CustomerId customer();

    /** When it became known here. */
    Instant at();

    /** What brought it. */
    Cause cause();

    /** A scope sees the customer for the first time. */
    record Known(CustomerId customer, BrandScope scope, Instant at, Cause cause) implements FactsChange {}

    /** The customer did something. */
    record Acted(CustomerId customer, String brand, String event, UUID interaction, Instant at) implements FactsChange {
        @Override
        public Cause cause() {
            return Cause.interaction(interaction);
        }
    }

    /** A brand says something else of the customer in these attributes. */
    record Described(CustomerId customer, String brand, Set<String> attributes, Instant at, Cause cause)
            implements FactsChange {
        public Described {
            attributes = Set.copyOf(attributes);
        }
    }

    /**
     * The customer has taken over everything of another, who is no more.
     *
     * @param brands all that know the customer now
     */
    record Merged(CustomerId customer, CustomerId absorbed, Set<String> brands, Instant at, Cause cause)
            implements FactsChange {
        public Merged {
            brands = Set.copyOf(brands);
        }
    }

    /**
     * Source profiles of the customer, who goes on, turned out to be another's.
     *
     * @param brands all that know the customer
     */
    record Dispossessed(CustomerId customer, Set<String> brands, Instant at, Cause cause) implements FactsChange {
        public Dispossessed {
            brands = Set.copyOf(brands);
        }
    }
}
