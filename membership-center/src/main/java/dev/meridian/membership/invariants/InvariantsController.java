package dev.meridian.membership.invariants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.membership.programs.ProgramProblem;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The proof of the ledger over HTTP. */
@RestController
class InvariantsController {

    private final LedgerInvariants invariants;

    InvariantsController(LedgerInvariants invariants) {
        this.invariants = invariants;
    }

    @GetMapping("/api/ledger/invariants")
    ReportResponse report(Caller caller) {
        requireGroup(caller);
        return ReportResponse.from(invariants.report());
    }

    @PostMapping("/api/ledger/invariants")
    ResponseEntity<StartedResponse> start(@RequestBody StartRequest request, Caller caller) {
        requireGroup(caller);
        LedgerInvariants.Started started = invariants.start(request.wanted());
        return ResponseEntity.status(HttpStatus.ACCEPTED)
                .body(new StartedResponse(started.now(), RunResponse.from(started.run())));
    }

    private static void requireGroup(Caller caller) {
        if (!caller.scope().equals(BrandScope.group())) {
            throw new ProblemException(Problem.of(ProgramProblem.GROUP_SCOPE_REQUIRED));
        }
    }

    /** Which run to start. */
    record StartRequest(@Nullable String mode) {

        InvariantRun.Mode wanted() {
            return Arrays.stream(InvariantRun.Mode.values())
                    .filter(known -> mode == null
                            ? known == InvariantRun.Mode.INCREMENTAL
                            : known.code().equals(mode))
                    .findFirst()
                    .orElseThrow(() -> new ProblemException(Problem.invalid(
                            StandardProblem.INVALID_REQUEST, List.of(new FieldError("/mode", "unknown_value")))));
        }
    }

    /** The run that is under way, and whether this call began it. */
    record StartedResponse(boolean started, RunResponse run) {}

    /** What is known of the ledger; without a finished run nothing is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReportResponse(
            @Nullable Instant checkedAt,
            @Nullable Long violations,
            @Nullable List<InvariantResponse> invariants,
            @Nullable RunResponse lastRun,
            @Nullable RunResponse runUnderWay) {

        static ReportResponse from(LedgerInvariants.Report report) {
            RunResponse underWay = report.underWay().map(RunResponse::from).orElse(null);
            return report.finished()
                    .map(run -> of(run, report.findings(), underWay))
                    .orElseGet(() -> new ReportResponse(null, null, null, null, underWay));
        }

        private static ReportResponse of(InvariantRun run, Map<String, Long> findings, @Nullable RunResponse underWay) {
            return new ReportResponse(
                    run.finishedAt(),
                    findings.values().stream().mapToLong(Long::longValue).sum(),
                    Arrays.stream(Invariant.values())
                            .map(invariant -> new InvariantResponse(
                                    invariant.code(), findings.getOrDefault(invariant.code(), 0L)))
                            .toList(),
                    RunResponse.from(run),
                    underWay);
        }
    }

    /** A run, and how far it has come. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunResponse(
            UUID runId,
            String mode,
            String phase,
            Instant startedAt,
            @Nullable Instant finishedAt,
            long accounts,
            long postings,
            long transactions,
            long skipped) {

        static RunResponse from(InvariantRun run) {
            return new RunResponse(
                    run.id(),
                    run.mode().code(),
                    run.phase().code(),
                    run.startedAt(),
                    run.finishedAt(),
                    run.accounts(),
                    run.postings(),
                    run.transactions(),
                    run.skipped());
        }
    }

    /** One invariant and how often it is broken. */
    record InvariantResponse(String name, long violations) {}
}
