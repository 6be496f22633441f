package dev.meridian.membership.ledger;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Where points are posted. Everything else reads. */
@Component
public class Ledger {

    private final JdbcPostings postings;

    Ledger(JdbcPostings postings) {
        this.postings = postings;
    }

    /**
     * Posts credits, each once per business key; of equal keys in one call the first counts. The customers of the
     * members must be locked.
     *
     * @return what came of each, by transaction id
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, PostOutcome> post(List<PointsCredit> credits) {
        return postings.post(credits);
    }
}
