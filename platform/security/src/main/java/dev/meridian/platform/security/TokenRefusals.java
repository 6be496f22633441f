package dev.meridian.platform.security;

import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.StandardProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/** Answers requests whose token is missing, not acceptable, or not sufficient (RFC 6750). */
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
            writer.write(Problem.of(SecurityProblem.INVALID_TOKEN), request, response);
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, REALM);
            writer.write(Problem.of(StandardProblem.UNAUTHENTICATED), request, response);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, REALM + ", error=\"insufficient_scope\"");
        writer.write(Problem.of(StandardProblem.FORBIDDEN), request, response);
    }
}
