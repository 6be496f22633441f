package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a JSON body and where, without repeating anything of it. */
final class BodyProblems {

    private BodyProblems() {}

    /** The problem behind a body that could not be turned into the request it should be. */
    static Problem of(@Nullable Throwable cause) {
        if (!(cause instanceof JacksonException failure)) {
            return Problem.of(StandardProblem.MALFORMED_REQUEST);
        }
        String pointer = pointer(failure);
        if (failure.getCause() instanceof ProblemException refusal) {
            return below(pointer, refusal.problem());
        }
        boolean aboutValues = failure instanceof DatabindException || failure instanceof InputCoercionException;
        boolean shapeIsWrong = !aboutValues || pointer.isEmpty() && !(failure instanceof ValueInstantiationException);
        if (shapeIsWrong) {
            return Problem.of(StandardProblem.MALFORMED_REQUEST);
        }
        return Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(error(pointer, failure)));
    }

    /** Where in the body a failure is, as a JSON pointer (RFC 6901). */
    static String pointer(JacksonException failure) {
        return failure.getPath().stream().map(BodyProblems::step).collect(Collectors.joining());
    }

    private static String step(JacksonException.Reference reference) {
        String name = reference.getPropertyName();
        return FieldError.pointer("", name == null ? Integer.toString(reference.getIndex()) : name);
    }

    private static FieldError error(String pointer, JacksonException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException e -> new FieldError(pointer, "unknown_field");
            case InvalidNullException e -> new FieldError(pointer, "required");
            case InputCoercionException e -> new FieldError(pointer, "out_of_range", range(e.getTargetType()));
            case InvalidTypeIdException e -> new FieldError(pointer, "unknown_value");
            case InvalidFormatException e -> wrongFormat(pointer, e.getTargetType(), e.getValue());
            case MismatchedInputException e when isMissing(e) -> new FieldError(pointer, "required");
            case MismatchedInputException e -> new FieldError(pointer, "wrong_type", expected(e.getTargetType()));
            default -> new FieldError(pointer, "invalid");
        };
    }

    private static FieldError wrongFormat(String pointer, @Nullable Class<?> target, @Nullable Object value) {
        if (target != null && target.isEnum()) {
            return new FieldError(pointer, "unknown_value");
        }
        if (!(value instanceof String)) {
            return new FieldError(pointer, "wrong_type", expected(target));
        }
        return new FieldError(pointer, "invalid_format", expected(target));
    }

    /** Jackson has no type of its own for a value that is not there. */
    private static boolean isMissing(MismatchedInputException failure) {
        String message = failure.getOriginalMessage();
        return message.startsWith("Missing required creator property")
                || message.startsWith("Missing creator property")
                || message.startsWith("Cannot map `null` into type");
    }

    private static String range(@Nullable Class<?> target) {
        return target == int.class || target == Integer.class
                ? Integer.MIN_VALUE + "–" + Integer.MAX_VALUE
                : Long.MIN_VALUE + "–" + Long.MAX_VALUE;
    }

    private static String expected(@Nullable Class<?> target) {
        if (target == null) {
            return "";
        }
        if (target == UUID.class) {
            return "UUID";
        }
        if (target == boolean.class || target == Boolean.class) {
            return "boolean";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return "number";
        }
        if (CharSequence.class.isAssignableFrom(target)) {
            return "string";
        }
        if (java.time.temporal.TemporalAccessor.class.isAssignableFrom(target)
                || java.time.temporal.TemporalAmount.class.isAssignableFrom(target)) {
            return "ISO 8601";
        }
        return Iterable.class.isAssignableFrom(target) || target.isArray() ? "array" : "object";
    }

    private static Problem below(String pointer, Problem problem) {
        List<FieldError> errors = problem.errors().stream()
                .map(error -> new FieldError(pointer + error.pointer(), error.code(), error.argument()))
                .toList();
        return new Problem(problem.type(), problem.arguments(), errors);
    }
}
