package dev.meridian.platform.security;

import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Admission;
import dev.meridian.platform.tokens.Caller;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.util.ServletRequestPathUtils;

/** Asks whether the caller of a request is admitted, and keeps the reason when not. */
final class CallerAuthorization {

    private CallerAuthorization() {}

    /** For the endpoints of a rule. */
    static AuthorizationManager<RequestAuthorizationContext> admitting(Admission admission) {
        return (authentication, context) -> decide(
                authentication,
                caller -> admission
                        .refusal(caller, context.getVariables())
                        .map(Refused::new)
                        .orElse(null));
    }

    /** For what no rule is about: nobody is admitted, and a known caller hears whether it is the path or the method. */
    static AuthorizationManager<RequestAuthorizationContext> refusingUnknown(List<EndpointScopes> endpoints) {
        return (authentication, context) -> decide(authentication, caller -> {
            PathContainer path =
                    ServletRequestPathUtils.parse(context.getRequest()).pathWithinApplication();
            List<HttpMethod> methods = endpoints.stream()
                    .map(scopes -> scopes.methodsAt(path))
                    .flatMap(Set::stream)
                    .distinct()
                    .toList();
            return methods.isEmpty()
                    ? new Refused(StandardProblem.NOT_FOUND)
                    : new Refused(StandardProblem.METHOD_NOT_ALLOWED, methods);
        });
    }

    /** Why access was denied. */
    static Refused reason(AccessDeniedException denied) {
        return denied instanceof AuthorizationDeniedException decided
                        && decided.getAuthorizationResult() instanceof Refused refused
                ? refused
                : new Refused(StandardProblem.FORBIDDEN);
    }

    private static AuthorizationResult decide(
            Supplier<? extends @Nullable Authentication> authentication, Judge judge) {
        if (!(authentication.get() instanceof CallerAuthentication known)) {
            return new AuthorizationDecision(false);
        }
        Refused refused = judge.refusal(known.caller());
        return refused == null ? new AuthorizationDecision(true) : refused;
    }

    private interface Judge {
        @Nullable
        Refused refusal(Caller caller);
    }

    /**
     * A caller who is known and not admitted.
     *
     * @param problem what they are answered
     * @param allowed the methods the path does take, where the method was wrong
     */
    record Refused(ProblemType problem, List<HttpMethod> allowed) implements AuthorizationResult {

        Refused(ProblemType problem) {
            this(problem, List.of());
        }

        @Override
        public boolean isGranted() {
            return false;
        }
    }
}
