package dev.meridian.tag.segments;

import dev.meridian.platform.kernel.FieldError;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import dev.meridian.platform.security.Caller;
import dev.meridian.platform.web.PageRequest;
import dev.meridian.platform.web.Problems;
import java.net.URI;
import java.util.List;
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
    private final Problems problems;

    SegmentsController(Segments segments, Problems problems) {
        this.segments = segments;
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
        return switch (segments.put(caller.scope(), parsed, request.name(), request.rule())) {
            case PutSegmentOutcome.Created created ->
                ResponseEntity.created(URI.create("/api/segments/" + parsed))
                        .body(SegmentResponse.from(created.segment()));
            case PutSegmentOutcome.Stored stored -> ResponseEntity.ok(SegmentResponse.from(stored.segment()));
            case PutSegmentOutcome.BadRule bad -> problems.answer(RuleProblem.of(bad.reading()));
            case PutSegmentOutcome.BadRequest bad ->
                problems.answer(Problem.invalid(StandardProblem.INVALID_REQUEST, bad.errors()));
        };
    }

    @PostMapping("/{key}/publish")
    ResponseEntity<SegmentResponse> publish(Caller caller, @PathVariable String key) {
        return SegmentKey.parse(key)
                .flatMap(parsed -> segments.publish(caller.scope(), parsed))
                .map(segment -> ResponseEntity.accepted().body(SegmentResponse.from(segment)))
                .orElseThrow(SegmentsController::notFound);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    private static ProblemException badKey() {
        return new ProblemException(
                Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError("/key", "bad_segment_key"))));
    }
}
