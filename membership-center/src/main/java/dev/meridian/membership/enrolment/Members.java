package dev.meridian.membership.enrolment;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds memberships: the group's for the group, and those of a brand's own customers for a brand. */
@Component
public class Members {

    private final JdbcCustomers customers;
    private final JdbcMembers members;
    private final BrandMembers brandMembers;

    Members(JdbcCustomers customers, JdbcMembers members, BrandMembers brandMembers) {
        this.customers = customers;
        this.members = members;
        this.brandMembers = brandMembers;
    }

    /** A membership, or the one that absorbed it; empty where there is none that the caller may see. */
    @Transactional(readOnly = true)
    public Optional<VisibleMember> find(MemberId id) {
        return switch (ActiveBrandScope.current()) {
            case BrandScope.OneBrand(Brand brand) -> brandMembers.find(brand, id);
            case BrandScope.Group ignored -> members.survivorOf(id).map(VisibleMember::ofGroup);
            case BrandScope.Nothing ignored -> Optional.empty();
        };
    }

    /**
     * The memberships of a customer, or of the customer who absorbed that one in the caller's eyes, by programme; empty
     * where the caller may not know of the customer.
     */
    @Transactional(readOnly = true)
    public Optional<List<VisibleMember>> ofCustomer(CustomerId id) {
        Optional<List<VisibleMember>> found = switch (ActiveBrandScope.current()) {
            case BrandScope.OneBrand(Brand brand) -> brandMembers.of(brand, id);
            case BrandScope.Group ignored ->
                customers
                        .survivorOf(id)
                        .map(survivor -> members.of(Set.of(survivor)).stream()
                                .map(VisibleMember::ofGroup)
                                .toList());
            case BrandScope.Nothing ignored -> Optional.empty();
        };
        return found.map(those -> those.stream()
                .sorted(Comparator.comparing(one -> one.member().program().value()))
                .toList());
    }
}
