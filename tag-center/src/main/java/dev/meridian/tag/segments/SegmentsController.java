package dev.meridian.tag.segments;

import dev.meridian.platform.audit.Actor;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.problems.Problems;
import dev.meridian.platform.web.requests.PageRequest;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/segments")
class SegmentsController {

    private final Segments segments;
    private final SegmentLifecycle lifecycle;
    private final Problems problems;

    SegmentsController(Segments segments, SegmentLifecycle lifecycle, Problems problems) {
        this.segments = segments;
        this.lifecycle = lifecycle;
        this.problems = problems;
    }

    @GetMapping
    Page<SegmentResponse> list(Caller caller, PageRequest page) {
        return segments.list(caller.scope(), page).map(SegmentResponse::from);
    }

    @GetMapping("/{key}")
    SegmentResponse get(Caller caller, @PathVariable String key) {
        return SegmentKey.parse(key)
                .flatMap(parsed -> segments.find(caller.scope(), parsed))
                .map(SegmentResponse::from)
                .orElseThrow(SegmentsController::notFound);
    }

    @PutMapping("/{key}")
    ResponseEntity<?> put(Caller caller, @PathVariable String key, @RequestBody SegmentRequest request) {
        SegmentKey parsed = SegmentKey.parse(key).orElseThrow(SegmentsController::badKey);
        return switch (segments.put(caller.scope(), parsed, request.name(), request.rule(), Actor.of(caller))) {
            case PutSegmentOutcome.Created created ->
                ResponseEntity.created(URI.create("/api/segments/" + parsed))
                        .body(SegmentResponse.from(created.segment()));
            case PutSegmentOutcome.Stored stored -> ResponseEntity.ok(SegmentResponse.from(stored.segment()));
            case PutSegmentOutcome.Archived _ -> problems.answer(Problem.of(SegmentProblem.SEGMENT_ARCHIVED));
            case PutSegmentOutcome.BadRule bad -> problems.answer(RuleProblem.of(bad.reading()));
            case PutSegmentOutcome.BadRequest bad ->
                problems.answer(Problem.invalid(StandardProblem.INVALID_REQUEST, bad.errors()));
        };
    }

    @GetMapping("/{key}/versions")
    Page<SegmentVersion.Response> versions(Caller caller, @PathVariable String key, PageRequest page) {
        return SegmentKey.parse(key)
                .flatMap(parsed -> segments.versions(caller.scope(), parsed, page))
                .orElseThrow(SegmentsController::notFound)
                .map(SegmentVersion.Response::from);
    }

    @PostMapping("/{key}/publish")
    ResponseEntity<?> publish(Caller caller, @PathVariable String key) {
        return answer(lifecycle.publish(caller.scope(), parsed(key), Actor.of(caller)), HttpStatus.ACCEPTED);
    }

    @PostMapping("/{key}/pause")
    ResponseEntity<?> pause(Caller caller, @PathVariable String key) {
        return answer(lifecycle.pause(caller.scope(), parsed(key), Actor.of(caller)), HttpStatus.OK);
    }

    @PostMapping("/{key}/resume")
    ResponseEntity<?> resume(Caller caller, @PathVariable String key) {
        return answer(lifecycle.resume(caller.scope(), parsed(key), Actor.of(caller)), HttpStatus.ACCEPTED);
    }

    @PostMapping("/{key}/archive")
    ResponseEntity<?> archive(Caller caller, @PathVariable String key) {
        return answer(lifecycle.archive(caller.scope(), parsed(key), Actor.of(caller)), HttpStatus.ACCEPTED);
    }

    private ResponseEntity<?> answer(SegmentChange change, HttpStatus done) {
        return switch (change) {
            case SegmentChange.Done(Segment segment) ->
                ResponseEntity.status(done).body(SegmentResponse.from(segment));
            case SegmentChange.Unknown _ -> throw notFound();
            case SegmentChange.Refused(SegmentProblem reason) -> problems.answer(Problem.of(reason));
        };
    }

    private static SegmentKey parsed(String key) {
        return SegmentKey.parse(key).orElseThrow(SegmentsController::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    private static ProblemException badKey() {
        return new ProblemException(
                Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError("/key", "bad_segment_key"))));
    }
}
