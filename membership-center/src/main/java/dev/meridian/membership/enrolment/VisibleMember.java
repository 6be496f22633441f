package dev.meridian.membership.enrolment;

import java.util.Set;

/**
 * A membership as a caller is shown it. A brand is shown it under ids of its own: two of its customers that only another
 * brand's evidence joins are two members to it, although the group has one.
 *
 * @param id by which the caller knows the membership
 * @param customer by which the caller knows the customer
 * @param knownAs that id, and every other that leads to it in the caller's eyes
 * @param member the membership of the group
 */
public record VisibleMember(MemberId id, CustomerId customer, Set<CustomerId> knownAs, Member member) {

    public VisibleMember {
        knownAs = Set.copyOf(knownAs);
    }

    /** As the group is shown it. */
    static VisibleMember ofGroup(Member member) {
        return new VisibleMember(member.id(), member.customer(), Set.of(member.customer()), member);
    }
}
