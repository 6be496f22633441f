package dev.meridian.platform.web.requests;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.web.problems.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too large, by what the header says or at the first byte too many, and bodies for which there is
 * no room beside those that are being worked on.
 */
final class BodyLimitFilter extends OncePerRequestFilter {

    private final RequestProperties properties;
    private final BodyBudget budget;
    private final Problems problems;

    BodyLimitFilter(RequestProperties properties, Problems problems) {
        this.properties = properties;
        this.budget = new BodyBudget(properties.budget());
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = properties.limitAt(request.getRequestURI());
        if (request.getContentLengthLong() > limit) {
            problems.write(tooLarge(limit), request, response);
            return;
        }
        try (BodyBudget.Share share = budget.share()) {
            chain.doFilter(new LimitedRequest(request, limit, share), response);
        }
    }

    static ProblemException refusal(long limit) {
        return new ProblemException(tooLarge(limit));
    }

    private static Problem tooLarge(long limit) {
        return Problem.of(StandardProblem.PAYLOAD_TOO_LARGE, limit);
    }
}
