package dev.meridian.platform.problems;

import java.util.List;

/**
 * One occurrence of a problem, still without language: the web layer turns it into {@code application/problem+json}.
 *
 * @param type what kind it is
 * @param arguments values for the detail text, in the order the text names them. Never personal data
 * @param errors what is wrong field by field; empty where the problem is not about fields
 */
public record Problem(ProblemType type, List<String> arguments, List<FieldError> errors) {

    public Problem {
        arguments = List.copyOf(arguments);
        errors = List.copyOf(errors);
    }

    public static Problem of(ProblemType type, Object... arguments) {
        return new Problem(
                type, java.util.Arrays.stream(arguments).map(String::valueOf).toList(), List.of());
    }

    public static Problem invalid(ProblemType type, List<FieldError> errors) {
        return new Problem(type, List.of(), errors);
    }
}
