package dev.meridian.customer.identity;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Two customers became one.
 *
 * @param mergeId identifies the merge, so that it can be undone
 * @param survivor the older of the two
 * @param absorbed the id that is an alias from now on
 * @param moved identifiers that changed hands
 * @param evidence what showed it
 * @param mergedAt when it was decided
 * @param reason why
 */
public record Merge(
        UUID mergeId,
        CustomerId survivor,
        CustomerId absorbed,
        List<IdentifierId> moved,
        Observation evidence,
        Instant mergedAt,
        String reason) {

    /** One event or call carried identifiers of both. */
    static final String SHARED_IDENTIFIER = "shared_identifier";

    public Merge {
        moved = List.copyOf(moved);
    }
}
