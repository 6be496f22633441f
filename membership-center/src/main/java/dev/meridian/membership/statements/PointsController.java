package dev.meridian.membership.statements;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import dev.meridian.platform.web.requests.PageRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Balances and statements over HTTP. */
@RestController
class PointsController {

    private static final String OTHERS = "others";

    private final MemberPoints points;

    PointsController(MemberPoints points) {
        this.points = points;
    }

    @GetMapping("/api/members/{memberId}/points")
    BalancesResponse balances(@PathVariable UUID memberId) {
        return points.balances(new MemberId(memberId))
                .map(found -> new BalancesResponse(found.member().value(), found.balances()))
                .orElseThrow(PointsController::notFound);
    }

    @GetMapping("/api/members/{memberId}/points/transactions")
    Page<TransactionResponse> transactions(@PathVariable UUID memberId, PageRequest page) {
        List<StatementLine> lines = points.statement(new MemberId(memberId), page.cursor(), page.limit() + 1)
                .orElseThrow(PointsController::notFound);
        return Page.of(lines, page.limit(), MemberPoints::cursor).map(TransactionResponse::from);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    /** Balances on the wire. */
    record BalancesResponse(UUID memberId, List<Balance> balances) {}

    /** A statement's line on the wire; what others' day does not have is absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransactionResponse(
            @Nullable UUID transactionId,
            String kind,
            String currency,
            long points,
            long balanceAfter,
            @Nullable LocalDate day,
            @Nullable Instant occurredAt,
            @Nullable Instant postedAt,
            @Nullable String brand,
            @Nullable CauseResponse cause) {

        static TransactionResponse from(StatementLine line) {
            return switch (line) {
                case StatementLine.Entry entry ->
                    new TransactionResponse(
                            entry.transactionId(),
                            entry.kind(),
                            entry.currency(),
                            entry.points(),
                            entry.balanceAfter(),
                            null,
                            entry.occurredAt(),
                            entry.postedAt(),
                            entry.brand(),
                            new CauseResponse(entry.causeType().code(), entry.causeId()));
                case StatementLine.OthersOfDay others ->
                    new TransactionResponse(
                            null,
                            OTHERS,
                            others.currency(),
                            others.points(),
                            others.balanceAfter(),
                            others.day(),
                            null,
                            null,
                            null,
                            null);
            };
        }
    }

    /** What caused a line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CauseResponse(String type, @Nullable String id) {}
}
