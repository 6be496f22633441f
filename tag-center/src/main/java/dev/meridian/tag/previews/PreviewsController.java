package dev.meridian.tag.previews;

import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.tokens.Caller;
import dev.meridian.tag.rules.Moments;
import dev.meridian.tag.rules.RuleParser;
import dev.meridian.tag.rules.RuleReading;
import dev.meridian.tag.segments.RuleProblem;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PreviewsController {

    private final Previews previews;
    private final Clock clock;

    PreviewsController(Previews previews, Clock clock) {
        this.previews = previews;
        this.clock = clock;
    }

    @PostMapping("/api/segments/preview")
    Preview preview(Caller caller, @RequestBody PreviewRequest request) {
        requirePast(request.asOf());
        return switch (RuleParser.parse(request.rule(), "/rule")) {
            case RuleReading.Accepted(var rule) ->
                previews.count(caller.scope(), rule, request.asOf(), Boolean.TRUE.equals(request.exact()))
                        .orElseThrow(() -> new ProblemException(Problem.of(StandardProblem.TOO_MANY_REQUESTS)));
            case RuleReading.Refused refused -> throw new ProblemException(RuleProblem.of(refused));
        };
    }

    private void requirePast(@Nullable Instant asOf) {
        if (asOf != null && !Moments.isUsable(asOf)) {
            throw refused("out_of_range", Moments.EARLIEST + " – " + Moments.LATEST);
        }
        if (asOf != null && asOf.isAfter(clock.instant())) {
            throw refused("in_the_future", "");
        }
    }

    private static ProblemException refused(String code, String argument) {
        return new ProblemException(
                Problem.invalid(StandardProblem.INVALID_REQUEST, List.of(new FieldError("/asOf", code, argument))));
    }
}
