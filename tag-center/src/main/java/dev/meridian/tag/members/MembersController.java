package dev.meridian.tag.members;

import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.platform.web.requests.PageRequest;
import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.segments.SegmentKey;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MembersController {

    private final Members members;
    private final Clock clock;

    MembersController(Members members, Clock clock) {
        this.members = members;
        this.clock = clock;
    }

    @GetMapping("/api/segments/{key}/members")
    Page<MemberResponse> list(
            Caller caller, @PathVariable String key, @RequestParam @Nullable Instant asOf, PageRequest page) {
        SegmentKey segment = SegmentKey.parse(key).orElseThrow(MembersController::notFound);
        Optional<Page<Members.Member>> found = asOf == null
                ? members.now(caller.scope(), segment, page)
                : members.asOf(caller.scope(), segment, past(asOf), page);
        return found.orElseThrow(MembersController::notFound).map(MemberResponse::from);
    }

    @GetMapping("/api/segments/{key}/explanations/{customerId}")
    ExplanationResponse explain(
            Caller caller,
            @PathVariable String key,
            @PathVariable UUID customerId,
            @RequestParam @Nullable Instant asOf) {
        SegmentKey segment = SegmentKey.parse(key).orElseThrow(MembersController::notFound);
        return members.explain(caller.scope(), segment, customerId, asOf == null ? null : past(asOf))
                .map(ExplanationResponse::from)
                .orElseThrow(MembersController::notFound);
    }

    @GetMapping("/api/customers/{customerId}/segments")
    Page<CustomerSegmentResponse> segmentsOf(Caller caller, @PathVariable UUID customerId, PageRequest page) {
        return members.segmentsOf(caller.scope(), customerId, page)
                .orElseThrow(MembersController::notFound)
                .map(CustomerSegmentResponse::from);
    }

    private Instant past(Instant asOf) {
        if (!Moments.isUsable(asOf)) {
            throw new ProblemException(Problem.invalid(
                    StandardProblem.MALFORMED_REQUEST,
                    List.of(new FieldError("/asOf", "out_of_range", Moments.EARLIEST + " – " + Moments.LATEST))));
        }
        if (asOf.isAfter(clock.instant())) {
            throw new ProblemException(Problem.invalid(
                    StandardProblem.INVALID_REQUEST, List.of(new FieldError("/asOf", "in_the_future"))));
        }
        return Moments.toMicros(asOf);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }
}
