package dev.meridian.platform.web;

import dev.meridian.platform.kernel.ProblemException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers every exception that leaves a controller as {@code application/problem+json}. */
@RestControllerAdvice
final class ProblemAdvice {

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> answer(ProblemException refusal) {
        return problems.answer(refusal.problem());
    }
}
