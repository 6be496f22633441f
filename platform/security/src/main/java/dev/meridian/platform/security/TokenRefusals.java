package dev.meridian.platform.security;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers requests whose token is missing, not acceptable, or not sufficient (RFC 6750), or that lead nowhere. */
final class TokenRefusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String REALM = "Bearer realm=\"meridian\"";

    private final RefusalWriter writer;

    TokenRefusals(RefusalWriter writer) {
        this.writer = writer;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (reason instanceof AuthenticationServiceException) {
            // The keys of the issuer cannot be had: the token may well be good, so the caller should try again.
            writer.write(Problem.of(StandardProblem.CAPABILITY_UNAVAILABLE), request, response);
        } else if (reason instanceof OAuth2AuthenticationException) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, REALM + ", error=\"invalid_token\"");
            writer.write(Problem.of(StandardProblem.INVALID_TOKEN), request, response);
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, REALM);
            writer.write(Problem.of(StandardProblem.UNAUTHENTICATED), request, response);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        CallerAuthorization.Refused refused = CallerAuthorization.reason(reason);
        if (refused.problem() == StandardProblem.FORBIDDEN) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, REALM + ", error=\"insufficient_scope\"");
        }
        if (!refused.allowed().isEmpty()) {
            response.setHeader(
                    HttpHeaders.ALLOW,
                    refused.allowed().stream().map(HttpMethod::name).collect(Collectors.joining(", ")));
        }
        writer.write(Problem.of(refused.problem()), request, response);
    }
}
