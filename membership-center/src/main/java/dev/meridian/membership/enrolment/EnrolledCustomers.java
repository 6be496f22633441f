package dev.meridian.membership.enrolment;

import dev.meridian.membership.programs.ProgramKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The customers a batch was about, after merges and enrolment. They stay locked until the transaction ends, so the
 * memberships cannot be merged away meanwhile.
 */
public final class EnrolledCustomers {

    private final Survivors survivors;
    private final Map<CustomerId, List<Member>> members;

    EnrolledCustomers(Survivors survivors, Map<CustomerId, List<Member>> members) {
        this.survivors = survivors;
        this.members = members;
    }

    /** The membership of whoever this customer is now; empty where that customer is not a member of the programme. */
    public Optional<Member> member(CustomerId customer, ProgramKey program) {
        return members.getOrDefault(survivors.of(customer), List.of()).stream()
                .filter(member -> member.program().equals(program))
                .findFirst();
    }
}
