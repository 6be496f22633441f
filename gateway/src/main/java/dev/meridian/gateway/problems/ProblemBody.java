package dev.meridian.gateway.problems;

import java.util.List;

/**
 * A problem document (RFC 9457) with the members every center's problems have.
 *
 * @param type stable address of the kind of problem
 * @param title what kind of problem it is, in the caller's language
 * @param status the HTTP status
 * @param detail what to do about it, in the caller's language
 * @param code the last part of the type, for programs
 * @param requestId the id under which logs tell more
 * @param retryable whether the same request may succeed later
 * @param errors what is wrong field by field: always empty here, since the gateway does not look into bodies
 */
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String code,
        String requestId,
        boolean retryable,
        List<String> errors) {}
