package dev.meridian.membership.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.kernel.Problem;
import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.StandardProblem;
import dev.meridian.platform.web.Cursor;
import dev.meridian.platform.web.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Balances and statements over HTTP. */
@RestController
class PointsController {

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
        String cursor = page.cursor();
        long before = cursor == null
                ? Long.MAX_VALUE
                : Cursor.part(Cursor.decode(cursor, 1).getFirst(), Long::parseLong);
        List<StatementEntry> entries = points.statement(new MemberId(memberId), before, page.limit() + 1)
                .orElseThrow(PointsController::notFound);
        return Page.of(entries, page.limit(), last -> Cursor.encode(Long.toString(last.position())))
                .map(TransactionResponse::from);
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    /** Balances on the wire. */
    record BalancesResponse(UUID memberId, List<Balance> balances) {}

    /** A statement's line on the wire. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransactionResponse(
            UUID transactionId,
            String kind,
            String currency,
            long points,
            long balanceAfter,
            Instant occurredAt,
            Instant postedAt,
            @Nullable String brand,
            CauseResponse cause) {

        static TransactionResponse from(StatementEntry entry) {
            return new TransactionResponse(
                    entry.transactionId(),
                    entry.kind(),
                    entry.currency(),
                    entry.points(),
                    entry.balanceAfter(),
                    entry.occurredAt(),
                    entry.postedAt(),
                    entry.brand(),
                    new CauseResponse(entry.causeType().code(), entry.causeId()));
        }
    }

    /** What caused a line. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CauseResponse(String type, @Nullable String id) {}
}
