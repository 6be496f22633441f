package dev.meridian.customer.identity;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Who an observation is about.
 *
 * @param customer the customer, after everything the batch has changed
 * @param primary the strongest identifier of the observation, which it stays with
 * @param absorbed customers that were merged into this one by the batch
 * @param customerIsNew whether the batch brings the customer into being
 * @param notes what was not used as evidence, by position in the observation
 */
public record Resolved(
        CustomerId customer, IdentifierId primary, Set<CustomerId> absorbed, boolean customerIsNew, List<Note> notes) {

    public Resolved {
        absorbed = Set.copyOf(absorbed);
        notes = List.copyOf(notes);
    }

    /** An identifier that joined nothing. */
    public record Note(int position, Reason reason) {}

    /** Why an identifier joined nothing. */
    public enum Reason {
        /** It is of a weak type and stood beside a stronger identifier. */
        WEAK_IDENTIFIER,
        /** The customer would have more identifiers of its type than allowed. */
        IDENTIFIER_LIMIT,
        /** The customer would have more identifiers than allowed. */
        COMPONENT_CAP;

        /** Its name on the wire and in the database. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
