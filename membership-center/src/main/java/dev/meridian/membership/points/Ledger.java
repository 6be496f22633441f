package dev.meridian.membership.points;

import dev.meridian.membership.enrolment.MemberId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Where transactions are entered and read. Every method needs a running transaction. */
public interface Ledger {

    /**
     * Enters earnings, each once per business key; of equal keys in one call the first counts. The customers of the
     * members must be locked.
     *
     * @return what came of each, by transaction id
     */
    Map<UUID, PostOutcome> post(List<Earning> earnings);

    /** Moves balances and lots; lots keep their end, their issuer and where they came from. */
    void transfer(Transfer transfer);

    /** Keeps decisions; one that was kept before stays as it is. */
    void record(List<EarningDecision> decisions);

    /** The balances of the currencies in which the member has an account, by currency. */
    List<Balance> balances(MemberId member, Instant now);

    /**
     * The member's entries, newest first. Brand and cause of an entry are there as far as the brand in scope may know
     * them.
     *
     * @param before only entries entered before this position
     */
    List<StatementEntry> entries(MemberId member, long before, int limit);
}
