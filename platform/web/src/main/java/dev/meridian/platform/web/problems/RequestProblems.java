package dev.meridian.platform.web.problems;

import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.StandardProblem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.ObjectError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The problems a request can have before any rule of a center looks at it. */
final class RequestProblems {

    private static final int FIRST_SERVER_ERROR = 500;
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private RequestProblems() {}

    /** The problem the framework found; null when the failure is not the request's. */
    static @Nullable Problem of(Throwable failure) {
        return switch (failure) {
            case HttpMessageNotReadableException e -> BodyProblems.of(e.getCause());
            case MethodArgumentNotValidException e ->
                invalid(e.getAllErrors().stream()
                        .map(RequestProblems::bodyError)
                        .toList());
            case HandlerMethodValidationException e when !e.isForReturnValue() -> invalid(parameterErrors(e));
            case MissingServletRequestParameterException e ->
                invalid(List.of(new FieldError(FieldError.pointer("", e.getParameterName()), "required")));
            case MissingRequestHeaderException e -> missingHeader(e.getHeaderName());
            case MethodArgumentTypeMismatchException e -> wrongArgument(e);
            case ErrorResponse e
            when e.getStatusCode().value() < FIRST_SERVER_ERROR ->
                Problem.of(StandardProblem.ofStatus(e.getStatusCode().value()));
            default -> null;
        };
    }

    private static Problem invalid(List<FieldError> errors) {
        return Problem.invalid(StandardProblem.INVALID_REQUEST, errors);
    }

    private static Problem missingHeader(String header) {
        return header.equalsIgnoreCase(IDEMPOTENCY_KEY)
                ? Problem.of(StandardProblem.IDEMPOTENCY_KEY_REQUIRED)
                : Problem.of(StandardProblem.MALFORMED_REQUEST);
    }

    /** An id in the path that is not even of an id's form names nothing, and is answered like one that is unknown. */
    private static Problem wrongArgument(MethodArgumentTypeMismatchException failure) {
        if (failure.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return Problem.of(StandardProblem.NOT_FOUND);
        }
        return invalid(List.of(new FieldError(FieldError.pointer("", failure.getName()), "invalid_format")));
    }

    private static FieldError bodyError(ObjectError error) {
        String field =
                error instanceof org.springframework.validation.FieldError fieldError ? fieldError.getField() : "";
        return new FieldError(fieldPointer(field), code(error.getCode()));
    }

    private static List<FieldError> parameterErrors(HandlerMethodValidationException failure) {
        return failure.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> parameterError(result.getMethodParameter().getParameterName(), error)))
                .toList();
    }

    private static FieldError parameterError(@Nullable String parameter, MessageSourceResolvable error) {
        if (error instanceof org.springframework.validation.FieldError fieldError) {
            return bodyError(fieldError);
        }
        String[] codes = error.getCodes();
        String constraint = codes == null || codes.length == 0 ? null : codes[codes.length - 1];
        return new FieldError(parameter == null ? "" : FieldError.pointer("", parameter), code(constraint));
    }

    /** Turns {@code identifiers[0].value} into {@code /identifiers/0/value}. */
    private static String fieldPointer(String field) {
        if (field.isEmpty()) {
            return "";
        }
        return FieldError.pointer("", field).replace("[", "/").replace("]", "").replace('.', '/');
    }

    private static String code(@Nullable String constraint) {
        if (constraint == null) {
            return "invalid";
        }
        return switch (constraint) {
            case "NotNull", "NotBlank", "NotEmpty" -> "required";
            case "Size" -> "invalid_length";
            case "Pattern", "Email", "typeMismatch" -> "invalid_format";
            case "Min", "Max", "DecimalMin", "DecimalMax", "Positive", "PositiveOrZero", "Negative", "NegativeOrZero" ->
                "out_of_range";
            default -> "invalid";
        };
    }
}
