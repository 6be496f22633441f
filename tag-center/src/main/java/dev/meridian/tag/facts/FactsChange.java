package dev.meridian.tag.facts;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Something new about a customer in the eyes of one scope; what a brand sends is told once for the brand's customer and
 * once for the group's. Told inside the transaction that stored it, while the customer is locked. What is told of one
 * customer at different instants happened one after the other.
 */
public sealed interface FactsChange {

    /** The customer it is about: never an id that was merged away. */
    ScopedCustomer customer();

    /** When it became known here. */
    Instant at();

    /** What brought it. */
    Cause cause();

    /** The scope sees the customer for the first time. */
    record Known(ScopedCustomer customer, Instant at, Cause cause) implements FactsChange {}

    /** The customer did something. */
    record Acted(ScopedCustomer customer, String event, UUID interaction, Instant at) implements FactsChange {
        @Override
        public Cause cause() {
            return Cause.interaction(interaction);
        }
    }

    /** Something else is said of the customer in these attributes. */
    record Described(ScopedCustomer customer, Set<String> attributes, Instant at, Cause cause) implements FactsChange {
        public Described {
            attributes = Set.copyOf(attributes);
        }
    }

    /** The customer has taken over everything of another, who is no more. */
    record Merged(ScopedCustomer customer, ScopedCustomer absorbed, Instant at, Cause cause) implements FactsChange {}

    /** Source profiles of the customer turned out to be another's, or another's to be the customer's; both go on. */
    record Regrouped(ScopedCustomer customer, Instant at, Cause cause) implements FactsChange {}
}
