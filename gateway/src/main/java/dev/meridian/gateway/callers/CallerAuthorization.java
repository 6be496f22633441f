package dev.meridian.gateway.callers;

import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Admission;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.web.server.authorization.AuthorizationContext;

/** Asks whether the caller is admitted to what the door answers itself, by the rule the centers use. */
public final class CallerAuthorization {

    private CallerAuthorization() {}

    public static ReactiveAuthorizationManager<AuthorizationContext> admitting(Admission admission) {
        return (authentication, context) -> authentication
                .ofType(CallerToken.class)
                .<AuthorizationResult>map(token -> {
                    admission.refusal(token.caller(), context.getVariables()).ifPresent(problem -> {
                        // A result that merely denies would lose its reason on the way.
                        throw new AuthorizationDeniedException("Not admitted", new Refused(problem));
                    });
                    return new AuthorizationDecision(true);
                })
                .defaultIfEmpty(new AuthorizationDecision(false));
    }

    /** What a caller who was denied is to be answered. */
    public static ProblemType reason(AccessDeniedException denied) {
        return denied instanceof AuthorizationDeniedException decided
                        && decided.getAuthorizationResult() instanceof Refused refused
                ? refused.problem()
                : StandardProblem.FORBIDDEN;
    }

    private record Refused(ProblemType problem) implements AuthorizationResult {

        @Override
        public boolean isGranted() {
            return false;
        }
    }
}
