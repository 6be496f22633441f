package dev.meridian.membership.programs;

import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Programmes and their rules over HTTP. */
@RestController
class ProgramsController {

    private final Programs programs;

    ProgramsController(Programs programs) {
        this.programs = programs;
    }

    @GetMapping("/api/programs")
    Page<ProgramResponse> list() {
        return new Page<>(programs.all().stream().map(ProgramResponse::from).toList(), null);
    }

    @GetMapping("/api/programs/{program}")
    ProgramResponse get(@PathVariable String program) {
        return ProgramKey.parse(program)
                .flatMap(programs::find)
                .map(ProgramResponse::from)
                .orElseThrow(ProgramsController::notFound);
    }

    @PutMapping("/api/programs/{program}")
    ResponseEntity<ProgramResponse> put(
            @PathVariable String program, @RequestBody ProgramRequest request, Caller caller) {
        requireGroup(caller);
        ProgramKey key = ProgramKey.parse(program).orElseThrow(ProgramsController::notFound);
        return switch (programs.put(key, request.terms(), Actor.of(caller))) {
            case PutProgramOutcome.Created(Program made) ->
                ResponseEntity.status(HttpStatus.CREATED).body(ProgramResponse.from(made));
            case PutProgramOutcome.Changed(Program now) -> ResponseEntity.ok(ProgramResponse.from(now));
            case PutProgramOutcome.CurrencyFixed() ->
                throw new ProblemException(Problem.of(ProgramProblem.PROGRAM_CURRENCY_FIXED));
        };
    }

    @PutMapping("/api/programs/{program}/earning-rules/{key}")
    ResponseEntity<EarningRuleResponse> put(
            @PathVariable String program,
            @PathVariable String key,
            @RequestBody EarningRuleRequest request,
            Caller caller) {
        requireGroup(caller);
        PutRuleOutcome outcome = programs.put(
                ProgramKey.parse(program).orElseThrow(ProgramsController::notFound),
                RuleKey.parse(key).orElseThrow(ProgramsController::notFound),
                request.terms(),
                Actor.of(caller));
        return switch (outcome) {
            case PutRuleOutcome.Created(EarningRule rule) -> answer(HttpStatus.CREATED, rule);
            case PutRuleOutcome.Changed(EarningRule rule) -> answer(HttpStatus.OK, rule);
            case PutRuleOutcome.Unchanged(EarningRule rule) -> answer(HttpStatus.OK, rule);
            case PutRuleOutcome.UnknownProgram() -> throw notFound();
        };
    }

    private static ResponseEntity<EarningRuleResponse> answer(HttpStatus status, EarningRule rule) {
        return ResponseEntity.status(status).body(EarningRuleResponse.from(rule));
    }

    private static void requireGroup(Caller caller) {
        if (!caller.scope().equals(BrandScope.group())) {
            throw new ProblemException(Problem.of(ProgramProblem.GROUP_SCOPE_REQUIRED));
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }
}
