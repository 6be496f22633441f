package dev.meridian.membership.enrolment;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Who absorbed whom, among locked customers. */
final class Survivors {

    private final Set<CustomerId> known;
    private final Map<CustomerId, CustomerId> absorbedBy;

    /**
     * @param known the locked customers
     * @param absorbedBy for those that were merged away: by whom
     */
    Survivors(Set<CustomerId> known, Map<CustomerId, CustomerId> absorbedBy) {
        this.known = Set.copyOf(known);
        this.absorbedBy = new HashMap<>(absorbedBy);
    }

    boolean knows(CustomerId customer) {
        return known.contains(customer);
    }

    /** The customer at the end of the chain of merges. */
    CustomerId of(CustomerId customer) {
        CustomerId current = customer;
        for (CustomerId next = absorbedBy.get(current); next != null; next = absorbedBy.get(current)) {
            current = next;
        }
        return current;
    }

    void absorb(CustomerId absorbed, CustomerId survivor) {
        absorbedBy.put(absorbed, survivor);
    }
}
