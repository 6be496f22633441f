package dev.meridian.platform.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What a call was answered with, already checked against the contract.
 *
 * @param call method and path, for messages
 * @param status HTTP status code
 * @param headers response headers, names without regard to case
 * @param body the bytes as they came
 */
public record ApiResponse(String call, int status, HttpHeaders headers, byte[] body) {

    /** The body as JSON; a missing node where it is empty. */
    public JsonNode json() {
        return body.length == 0 ? MissingNode.getInstance() : Json.parse(body);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Fails the test unless the status is this one; answers itself, to go on with. */
    @CanIgnoreReturnValue
    public ApiResponse expect(int expected) {
        if (status != expected) {
            throw new AssertionError("%s: expected %d but got %s".formatted(call, expected, this));
        }
        return this;
    }

    /** Fails the test unless this is a problem of the status and code; answers itself, to go on with. */
    @CanIgnoreReturnValue
    public ApiResponse expectProblem(int expected, String code) {
        JsonNode problem = expect(expected).json();
        if (!code.equals(problem.path("code").asString(""))) {
            throw new AssertionError("%s: expected problem %s but got %s".formatted(call, code, this));
        }
        return this;
    }

    @Override
    public String toString() {
        return status + " " + text();
    }
}
