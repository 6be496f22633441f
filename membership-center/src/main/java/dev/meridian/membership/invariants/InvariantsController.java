package dev.meridian.membership.invariants;

import dev.meridian.membership.programs.ProgramProblem;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.security.Caller;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The proof of the ledger over HTTP. */
@RestController
class InvariantsController {

    private final LedgerInvariants invariants;

    InvariantsController(LedgerInvariants invariants) {
        this.invariants = invariants;
    }

    @GetMapping("/api/ledger/invariants")
    ReportResponse check(Caller caller) {
        if (!caller.scope().equals(BrandScope.group())) {
            throw new ProblemException(Problem.of(ProgramProblem.GROUP_SCOPE_REQUIRED));
        }
        return ReportResponse.from(invariants.check());
    }

    /** The report on the wire. */
    record ReportResponse(Instant checkedAt, long violations, List<InvariantResponse> invariants) {

        static ReportResponse from(LedgerInvariants.Report report) {
            return new ReportResponse(
                    report.checkedAt(),
                    report.total(),
                    report.violations().entrySet().stream()
                            .map(entry -> new InvariantResponse(entry.getKey().code(), entry.getValue()))
                            .toList());
        }
    }

    /** One invariant and how often it is broken. */
    record InvariantResponse(String name, long violations) {}
}
