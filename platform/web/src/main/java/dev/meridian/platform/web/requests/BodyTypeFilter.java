package dev.meridian.platform.web.requests;

import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.web.problems.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses types of bodies that no call takes and that others would fail over: forms, whose fields the container takes for
 * parameters, whatever their names; and types with a wildcard, which say what is accepted and not what is sent.
 */
final class BodyTypeFilter extends OncePerRequestFilter {

    private final Problems problems;

    BodyTypeFilter(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isRefused(request.getContentType())) {
            problems.write(Problem.of(StandardProblem.UNSUPPORTED_MEDIA_TYPE), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isRefused(@Nullable String type) {
        return type != null
                && (type.indexOf('*') >= 0
                        || type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE));
    }
}
