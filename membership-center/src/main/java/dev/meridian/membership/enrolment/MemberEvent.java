package dev.meridian.membership.enrolment;

import dev.meridian.membership.programs.ProgramKey;
import java.time.Instant;
import java.util.UUID;

/** What happened to a membership. */
public sealed interface MemberEvent {

    /** A customer became a member. */
    record Enrolled(Member member) implements MemberEvent {}

    /**
     * A membership was absorbed by another of the same programme; listeners move what hangs on it, in the same
     * transaction.
     *
     * @param mergeId the merge of customers that caused it
     * @param survivor the membership that lives on
     * @param absorbed the membership that ends
     */
    record Absorbed(UUID mergeId, ProgramKey program, Member survivor, MemberId absorbed, Instant mergedAt)
            implements MemberEvent {}
}
