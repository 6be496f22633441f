package dev.meridian.membership.memberships;

import dev.meridian.membership.enrolment.CustomerId;
import dev.meridian.membership.enrolment.EnrolOutcome;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.membership.enrolment.EnrolmentProblem;
import dev.meridian.membership.enrolment.Member;
import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.enrolment.Members;
import dev.meridian.membership.enrolment.VisibleMember;
import dev.meridian.membership.programs.Program;
import dev.meridian.membership.programs.ProgramKey;
import dev.meridian.membership.programs.Programs;
import dev.meridian.membership.statements.MemberPoints;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.kernel.Page;
import dev.meridian.platform.problems.FieldError;
import dev.meridian.platform.problems.Problem;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.StandardProblem;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Memberships over HTTP. */
@RestController
class MembershipsController {

    private final Enrolment enrolment;
    private final Members members;
    private final MemberPoints points;
    private final Programs programs;

    MembershipsController(Enrolment enrolment, Members members, MemberPoints points, Programs programs) {
        this.enrolment = enrolment;
        this.members = members;
        this.points = points;
        this.programs = programs;
    }

    @PostMapping("/api/programs/{program}/members")
    ResponseEntity<MemberResponse> enrol(@PathVariable String program, @RequestBody EnrolRequest request) {
        EnrolOutcome outcome = enrolment.enrol(
                request.customer(), ProgramKey.parse(program).orElseThrow(MembershipsController::notFound));
        return switch (outcome) {
            case EnrolOutcome.Enrolled(VisibleMember member) ->
                ResponseEntity.created(URI.create("/api/members/" + member.id().value()))
                        .body(response(member));
            case EnrolOutcome.AlreadyMember(VisibleMember member) -> ResponseEntity.ok(response(member));
            case EnrolOutcome.UnknownProgram() -> throw notFound();
            case EnrolOutcome.UnknownCustomer() ->
                throw new ProblemException(Problem.of(EnrolmentProblem.CUSTOMER_NOT_KNOWN_YET));
        };
    }

    @GetMapping("/api/members/{memberId}")
    MemberResponse get(@PathVariable UUID memberId) {
        return members.find(new MemberId(memberId)).map(this::response).orElseThrow(MembershipsController::notFound);
    }

    @GetMapping("/api/customers/{customerId}/memberships")
    Page<MemberResponse> ofCustomer(@PathVariable UUID customerId) {
        List<VisibleMember> found =
                members.ofCustomer(new CustomerId(customerId)).orElseThrow(MembershipsController::notFound);
        return new Page<>(found.stream().map(this::response).toList(), null);
    }

    private MemberResponse response(VisibleMember member) {
        return MemberResponse.from(member, enrolledAt(member.member()), points.balances(member));
    }

    /** To the second for the group. A brand is told the day: the second may be that of another brand's order. */
    private Instant enrolledAt(Member member) {
        if (ActiveBrandScope.current().equals(BrandScope.group())) {
            return member.enrolledAt();
        }
        Program program = programs.find(member.program()).orElseThrow();
        return program.day(member.enrolledAt()).atStartOfDay(program.zone()).toInstant();
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(StandardProblem.NOT_FOUND));
    }

    /** Whom to enrol. */
    record EnrolRequest(@Nullable UUID customerId) {

        CustomerId customer() {
            if (customerId == null) {
                throw new ProblemException(Problem.invalid(
                        StandardProblem.INVALID_REQUEST, List.of(new FieldError("/customerId", "required"))));
            }
            return new CustomerId(customerId);
        }
    }
}
