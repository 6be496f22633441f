package dev.meridian.tag.facts;

import dev.meridian.platform.kernel.BrandScope;
import java.util.Set;

/** Something new about a customer. Told inside the transaction that stored it, while the customer is locked. */
public sealed interface FactsChange {

    /** The customer it is about: never an id that was merged away. */
    CustomerId customer();

    /** What brought it. */
    Cause cause();

    /** A scope sees the customer for the first time. */
    record Known(CustomerId customer, BrandScope scope, Cause cause) implements FactsChange {}

    /** The customer did something. */
    record Acted(CustomerId customer, String brand, String event, Cause cause) implements FactsChange {}

    /** A brand says something else of the customer in these attributes. */
    record Described(CustomerId customer, String brand, Set<String> attributes, Cause cause) implements FactsChange {
        public Described {
            attributes = Set.copyOf(attributes);
        }
    }

    /**
     * The customer has taken over everything of another, who is no more.
     *
     * @param brands all that know the customer now
     */
    record Merged(CustomerId customer, CustomerId absorbed, Set<String> brands, Cause cause) implements FactsChange {
        public Merged {
            brands = Set.copyOf(brands);
        }
    }
}
