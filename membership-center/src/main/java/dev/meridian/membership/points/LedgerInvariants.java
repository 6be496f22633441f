package dev.meridian.membership.points;

import dev.meridian.membership.points.domain.Invariant;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Proves the ledger from its rows. */
@Component
public class LedgerInvariants {

    private final InvariantChecks checks;
    private final Clock clock;

    LedgerInvariants(InvariantChecks checks, Clock clock) {
        this.checks = checks;
        this.clock = clock;
    }

    /** Counts what contradicts each invariant, all in one snapshot. Reads everything: the caller's scope must be the group's. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Report check() {
        checks.allowTime();
        Map<Invariant, Long> violations = new EnumMap<>(Invariant.class);
        for (Invariant invariant : Invariant.values()) {
            violations.put(invariant, checks.violations(invariant));
        }
        return new Report(clock.instant(), violations);
    }

    /** Violations by invariant; a sound ledger has none. */
    public record Report(Instant checkedAt, Map<Invariant, Long> violations) {

        /** Over all invariants. */
        public long total() {
            return violations.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** How an invariant is checked. */
    public interface InvariantChecks {

        /** Lets the running transaction take as long as reading a whole ledger takes. */
        void allowTime();

        /** How many rows contradict the invariant. */
        long violations(Invariant invariant);
    }
}
