package dev.meridian.membership.statements;

import java.time.Instant;
import java.util.List;

/**
 * What a member has in a currency, in whole points.
 *
 * @param available can be used now
 * @param held set aside for something not yet settled
 * @param pending earned but not yet usable
 * @param expiring what ends, by instant, soonest first
 */
public record Balance(String currency, long available, long held, long pending, List<Expiring> expiring) {

    public Balance {
        expiring = List.copyOf(expiring);
    }

    /** Of somebody who never earned. */
    static Balance none(String currency) {
        return new Balance(currency, 0, 0, 0, List.of());
    }

    /** Points that end at an instant. */
    public record Expiring(long points, Instant at) {}
}
