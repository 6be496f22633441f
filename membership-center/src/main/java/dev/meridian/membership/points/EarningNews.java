package dev.meridian.membership.points;

import java.util.List;

/** Where other centers are told what was earned. */
public interface EarningNews {

    /** Tells, in the running transaction, of those decisions by which points were earned. */
    void tell(List<EarningDecision> decisions);
}
