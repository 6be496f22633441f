package dev.meridian.membership.enrolment;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds memberships, as far as the caller's brand knows their customers. */
@Component
public class Members {

    private final JdbcCustomers customers;
    private final JdbcMembers members;

    Members(JdbcCustomers customers, JdbcMembers members) {
        this.customers = customers;
        this.members = members;
    }

    /** A membership, or the one that absorbed it; empty where there is none that the caller may see. */
    @Transactional(readOnly = true)
    public Optional<Member> find(MemberId id) {
        return members.survivorOf(id);
    }

    /**
     * The memberships of a customer, or of the customer who absorbed that one, by programme; empty where the caller
     * may not know of the customer.
     */
    @Transactional(readOnly = true)
    public Optional<List<Member>> ofCustomer(CustomerId id) {
        return customers
                .survivorOf(id)
                .filter(customers::visible)
                .map(survivor -> members.of(Set.of(survivor)).stream()
                        .sorted(Comparator.comparing(member -> member.program().value()))
                        .toList());
    }
}
