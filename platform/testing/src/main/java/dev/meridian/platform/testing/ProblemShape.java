package dev.meridian.platform.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What every refusal looks like, whatever was asked for: RFC 9457 with this platform's members. */
final class ProblemShape {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final Set<String> TEXTS = Set.of("type", "title", "code", "requestId");
    private static final int FIRST_ERROR = 400;

    private ProblemShape() {}

    /** What is wrong with the answer when it must be a problem; nothing when it is a good one. */
    static List<String> faults(ApiResponse response) {
        List<String> faults = new ArrayList<>();
        if (response.status() < FIRST_ERROR) {
            faults.add("no contract knows this call, and yet it was answered with " + response.status());
            return faults;
        }
        String contentType = response.header("Content-Type").orElse("");
        if (!contentType.startsWith(MEDIA_TYPE)) {
            faults.add("content type is '" + contentType + "', not " + MEDIA_TYPE);
            return faults;
        }
        JsonNode problem;
        try {
            problem = response.json();
        } catch (JacksonException e) {
            faults.add("the body is not JSON");
            return faults;
        }
        for (String name : TEXTS) {
            if (problem.path(name).asString("").isBlank()) {
                faults.add("/" + name + " is missing or blank");
            }
        }
        if (problem.path("status").asInt(0) != response.status()) {
            faults.add("/status is not " + response.status());
        }
        if (!problem.path("retryable").isBoolean()) {
            faults.add("/retryable is missing");
        }
        return faults;
    }
}
