package dev.meridian.platform.web;

import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses bodies that are too large: by what the header says, or at the first byte too many. */
final class BodyLimitFilter extends OncePerRequestFilter {

    private final WebProperties properties;
    private final Problems problems;

    BodyLimitFilter(WebProperties properties, Problems problems) {
        this.properties = properties;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        DataSize limit = properties.bodyLimits().getOrDefault(request.getRequestURI(), properties.bodyLimit());
        if (request.getContentLengthLong() > limit.toBytes()) {
            problems.write(tooLarge(limit.toBytes()), request, response);
        } else {
            chain.doFilter(new LimitedRequest(request, limit.toBytes()), response);
        }
    }

    static ProblemException refusal(long limit) {
        return new ProblemException(tooLarge(limit));
    }

    private static Problem tooLarge(long limit) {
        return Problem.of(StandardProblem.PAYLOAD_TOO_LARGE, limit);
    }
}
