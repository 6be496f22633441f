package dev.meridian.platform.web;

import dev.meridian.platform.kernel.FieldError;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemType;
import dev.meridian.platform.kernel.StandardProblem;
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
                invalid(List.of(new FieldError(pointer(e.getParameterName()), "required")));
            case MissingRequestHeaderException e -> missingHeader(e.getHeaderName());
            case MethodArgumentTypeMismatchException e -> wrongArgument(e);
            case ErrorResponse e
            when e.getStatusCode().value() < FIRST_SERVER_ERROR ->
                Problem.of(ofStatus(e.getStatusCode().value()));
            default -> null;
        };
    }

    /** The problem an HTTP status stands for where nothing more is known. */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> StandardProblem.UNAUTHENTICATED;
            case 403 -> StandardProblem.FORBIDDEN;
            case 404 -> StandardProblem.NOT_FOUND;
            case 405 -> StandardProblem.METHOD_NOT_ALLOWED;
            case 406 -> StandardProblem.NOT_ACCEPTABLE;
            case 412 -> StandardProblem.VERSION_CONFLICT;
            case 413 -> StandardProblem.PAYLOAD_TOO_LARGE;
            case 415 -> StandardProblem.UNSUPPORTED_MEDIA_TYPE;
            case 429 -> StandardProblem.TOO_MANY_REQUESTS;
            case 503 -> StandardProblem.CAPABILITY_UNAVAILABLE;
            case 504 -> StandardProblem.TIMEOUT;
            default -> status < FIRST_SERVER_ERROR ? StandardProblem.MALFORMED_REQUEST : StandardProblem.INTERNAL_ERROR;
        };
    }

    private static Problem invalid(List<FieldError> errors) {
        return Problem.invalid(StandardProblem.INVALID_REQUEST, errors);
    }

    private static Problem missingHeader(String header) {
        return header.equalsIgnoreCase(IdempotencyFilter.HEADER)
                ? Problem.of(StandardProblem.IDEMPOTENCY_KEY_REQUIRED)
                : Problem.of(StandardProblem.MALFORMED_REQUEST);
    }

    /** An id in the path that is not even of an id's form names nothing, and is answered like one that is unknown. */
    private static Problem wrongArgument(MethodArgumentTypeMismatchException failure) {
        if (failure.getParameter().hasParameterAnnotation(PathVariable.class)) {
            return Problem.of(StandardProblem.NOT_FOUND);
        }
        return invalid(List.of(new FieldError(pointer(failure.getName()), "invalid_format")));
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
        return new FieldError(parameter == null ? "" : pointer(parameter), code(constraint));
    }

    private static String pointer(String name) {
        return "/" + BodyProblems.escaped(name);
    }

    /** Turns {@code identifiers[0].value} into {@code /identifiers/0/value}. */
    private static String fieldPointer(String field) {
        if (field.isEmpty()) {
            return "";
        }
        return "/"
                + BodyProblems.escaped(field).replace("[", "/").replace("]", "").replace('.', '/');
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
