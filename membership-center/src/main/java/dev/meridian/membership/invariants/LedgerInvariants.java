package dev.meridian.membership.invariants;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Proves the ledger from its rows. */
@Component
class LedgerInvariants {

    private final JdbcInvariants checks;
    private final Clock clock;

    LedgerInvariants(JdbcInvariants checks, Clock clock) {
        this.checks = checks;
        this.clock = clock;
    }

    /** Counts what contradicts each invariant, all in one snapshot. Reads everything: the caller's scope must be the group's. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Report check() {
        checks.allowTime();
        Map<Invariant, Long> violations = new EnumMap<>(Invariant.class);
        for (Invariant invariant : Invariant.values()) {
            violations.put(invariant, checks.violations(invariant));
        }
        return new Report(clock.instant(), violations);
    }

    /** Violations by invariant; a sound ledger has none. */
    record Report(Instant checkedAt, Map<Invariant, Long> violations) {

        /** Over all invariants. */
        long total() {
            return violations.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
