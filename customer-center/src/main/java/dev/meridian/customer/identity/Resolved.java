package dev.meridian.customer.identity;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Who an observation is about.
 *
 * @param customer the customer in the eyes of the group, after everything the batch has changed
 * @param primary the strongest identifier of the observation, which it stays with
 * @param apart the identifiers of the observation that a limit kept apart from it, for the group or for the brand, and
 *     whose they are
 * @param absorbed customers that were merged into this one by the batch
 * @param customerIsNew whether the batch brings the customer into being
 * @param notes what was not used as evidence, by position in the observation
 * @param inBrand the same in the eyes of the brand: all it may be told
 */
public record Resolved(
        CustomerId customer,
        IdentifierId primary,
        Map<IdentifierId, Whose> apart,
        Set<CustomerId> absorbed,
        boolean customerIsNew,
        List<Note> notes,
        InBrand inBrand) {

    public Resolved {
        apart = Map.copyOf(apart);
        absorbed = Set.copyOf(absorbed);
        notes = List.copyOf(notes);
    }

    /** Whose the observation is, for the group and for the brand. */
    public Whose whose() {
        return new Whose(customer, inBrand.customer());
    }

    /**
     * Who an observation is about by the brand's own evidence alone.
     *
     * @param customer the id the brand knows the customer by
     * @param isNew whether the brand meets the customer by this batch
     * @param absorbed ids the brand knew that have become an alias of this one
     * @param notes what was not used as evidence
     */
    public record InBrand(CustomerId customer, boolean isNew, Set<CustomerId> absorbed, List<Note> notes) {

        public InBrand {
            absorbed = Set.copyOf(absorbed);
            notes = List.copyOf(notes);
        }
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

        static Reason ofWireName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }
}
