package dev.meridian.customer.interactions;

import dev.meridian.platform.json.JsonElements;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemBody;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.problems.Problems;
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

    record IngestResponse(
            int accepted, List<ToldBody> rejected, List<ToldBody> quarantined, List<IgnoredBody> ignored) {}

    record ToldBody(int index, ProblemBody problem) {}

    record IgnoredBody(int index, String pointer, String reason) {}

    @PostMapping(path = "/api/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<IngestResponse> ingest(Caller caller, @RequestBody byte[] body) {
        EventIngest.Call call = ingest.call(caller.requireBrand());
        Counting events = new Counting(call);
        JsonElements.Body sent =
                JsonElements.read(body, IngestProperties.MOST_EVENTS, IngestProperties.MOST_TOKENS, events);
        if (sent == JsonElements.Body.TOO_LONG_A_LIST) {
            throw new ProblemException(Problem.of(IngestProblem.TOO_MANY_EVENTS, IngestProperties.MOST_EVENTS));
        }
        if (events.count == 0) {
            throw new ProblemException(
                    Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError("", "required"))));
        }
        EventIngest.Outcome outcome = call.send();
        if (sent == JsonElements.Body.ONE && !outcome.rejected().isEmpty()) {
            throw new ProblemException(outcome.rejected().getFirst().problem());
        }
        return ResponseEntity.accepted().body(answer(outcome));
    }

    /** Gives the call its events as they are read. */
    private static final class Counting implements JsonElements.Sink {

        private final EventIngest.Call call;
        private int count;

        Counting(EventIngest.Call call) {
            this.call = call;
        }

        @Override
        public void value(int index, JsonNode value) {
            count++;
            call.add(index, value);
        }

        @Override
        public void tooComplex(int index) {
            count++;
            call.reject(index, new FieldError("", "too_complex", String.valueOf(IngestProperties.MOST_TOKENS)));
        }
    }

    private IngestResponse answer(EventIngest.Outcome outcome) {
        return new IngestResponse(
                outcome.accepted(),
                told(outcome.rejected()),
                told(outcome.quarantined()),
                outcome.ignored().stream()
                        .map(ignored -> new IgnoredBody(
                                ignored.index(), "/identifiers/" + ignored.position(), ignored.reason()))
                        .toList());
    }

    private List<ToldBody> told(List<EventIngest.Told> events) {
        return events.stream()
                .map(one -> new ToldBody(one.index(), problems.body(one.problem())))
                .toList();
    }
}
