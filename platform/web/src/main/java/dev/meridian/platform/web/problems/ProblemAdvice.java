package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemBody;
import dev.meridian.platform.problems.ProblemException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Answers every exception that leaves a controller as {@code application/problem+json}. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class ProblemAdvice {

    private final Problems problems;

    ProblemAdvice(Problems problems) {
        this.problems = problems;
    }

    @ExceptionHandler
    ResponseEntity<ProblemBody> refused(ProblemException refusal) {
        return problems.answer(refusal.problem());
    }

    /** The caller has gone: there is nobody to answer. */
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}

    /** These belong to the security filters, which add what HTTP wants to be said about tokens. */
    @ExceptionHandler({AuthenticationException.class, AccessDeniedException.class})
    void leaveToSecurity(RuntimeException refusal) {
        throw refusal;
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemBody> failed(Exception failure) {
        Problem found = RequestProblems.of(failure);
        ResponseEntity<ProblemBody> answer = problems.answer(found == null ? Failures.problem(failure) : found);
        if (found != null && failure instanceof ErrorResponse response) {
            // Which methods or media types would do.
            return ResponseEntity.status(answer.getStatusCode())
                    .headers(headers -> {
                        headers.putAll(response.getHeaders());
                        headers.putAll(answer.getHeaders());
                    })
                    .body(answer.getBody());
        }
        return answer;
    }
}
