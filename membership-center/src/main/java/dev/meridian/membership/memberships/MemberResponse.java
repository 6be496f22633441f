package dev.meridian.membership.memberships;

import dev.meridian.membership.enrolment.VisibleMember;
import dev.meridian.membership.statements.Balance;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A membership on the wire. */
record MemberResponse(UUID memberId, String program, UUID customerId, Instant enrolledAt, List<Balance> balances) {

    static MemberResponse from(VisibleMember member, Instant enrolledAt, List<Balance> balances) {
        return new MemberResponse(
                member.id().value(),
                member.member().program().value(),
                member.customer().value(),
                enrolledAt,
                balances);
    }
}
