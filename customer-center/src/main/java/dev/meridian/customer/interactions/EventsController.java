package dev.meridian.customer.interactions;

import dev.meridian.customer.wire.JsonBody;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.FieldError;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import dev.meridian.platform.security.Caller;
import dev.meridian.platform.web.ProblemBody;
import dev.meridian.platform.web.Problems;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Takes events in, one or many. */
@RestController
class EventsController {

    private final EventIngest ingest;
    private final Problems problems;

    EventsController(EventIngest ingest, Problems problems) {
        this.ingest = ingest;
        this.problems = problems;
    }

    record IngestResponse(int accepted, List<RejectedBody> rejected, List<IgnoredBody> ignored) {}

    record RejectedBody(int index, ProblemBody problem) {}

    record IgnoredBody(int index, String pointer, String reason) {}

    @PostMapping(path = "/api/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IngestResponse> ingest(Caller caller, @RequestBody byte[] body) {
        Brand brand = caller.requireBrand();
        JsonNode sent = JsonBody.parse(body);
        if (sent.isArray()) {
            return ResponseEntity.accepted().body(answer(ingest.accept(listed(sent), brand)));
        }
        EventIngest.Outcome outcome = ingest.accept(List.of(sent), brand);
        if (!outcome.rejected().isEmpty()) {
            throw new ProblemException(outcome.rejected().getFirst().problem());
        }
        return ResponseEntity.accepted().body(answer(outcome));
    }

    private static List<JsonNode> listed(JsonNode sent) {
        if (sent.isEmpty()) {
            throw new ProblemException(
                    Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError("", "required"))));
        }
        if (sent.size() > IngestProperties.MOST_EVENTS) {
            throw new ProblemException(Problem.of(IngestProblem.TOO_MANY_EVENTS, IngestProperties.MOST_EVENTS));
        }
        return List.copyOf(sent.values());
    }

    private IngestResponse answer(EventIngest.Outcome outcome) {
        return new IngestResponse(
                outcome.accepted(),
                outcome.rejected().stream()
                        .map(rejection -> new RejectedBody(rejection.index(), problems.body(rejection.problem())))
                        .toList(),
                outcome.ignored().stream()
                        .map(ignored -> new IgnoredBody(
                                ignored.index(), "/identifiers/" + ignored.position(), ignored.reason()))
                        .toList());
    }
}
