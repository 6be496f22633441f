package dev.meridian.platform.problems;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem in the caller's language: the body of an {@code application/problem+json} answer (RFC 9457), or the reason
 * why one item of a batch was rejected.
 *
 * @param type address of the kind of problem; ends in its code
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail what happened and what to do
 * @param code stable code for programs
 * @param requestId what to name when asking about it; absent where there was no request
 * @param retryable whether the same request may succeed later
 * @param errors what is wrong field by field
 */
public record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String requestId,
        boolean retryable,
        List<Field> errors) {

    public ProblemBody {
        errors = List.copyOf(errors);
    }

    /**
     * What is wrong with one field.
     *
     * @param pointer JSON pointer to the field
     * @param code stable code
     * @param detail the same in words
     */
    public record Field(String pointer, String code, String detail) {}
}
