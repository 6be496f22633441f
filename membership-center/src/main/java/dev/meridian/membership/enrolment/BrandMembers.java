package dev.meridian.membership.enrolment;

import dev.meridian.membership.programs.ProgramKey;
import dev.meridian.platform.kernel.Brand;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Memberships as brands are shown them: the group's, under ids of the brand's own customers. What a brand may ask for is
 * decided by what it was told itself, and by nothing that another brand's evidence joined.
 */
@Component
class BrandMembers {

    private final JdbcBrandCustomers customers;
    private final JdbcMembers members;

    BrandMembers(JdbcBrandCustomers customers, JdbcMembers members) {
        this.customers = customers;
        this.members = members;
    }

    /** The customer of the group behind a brand's customer; empty where the brand was never given the id. */
    Optional<CustomerId> behind(Brand brand, CustomerId id) {
        return customers.find(brand, id).map(known -> known.behind().getFirst());
    }

    /** The memberships of a brand's customer; empty where the brand was never given the id. */
    Optional<List<VisibleMember>> of(Brand brand, CustomerId id) {
        return customers.find(brand, id).map(known -> shown(brand, known));
    }

    /** The membership of a brand's customer in a programme. */
    Optional<VisibleMember> find(Brand brand, CustomerId id, ProgramKey program) {
        return of(brand, id).stream()
                .flatMap(List::stream)
                .filter(member -> member.member().program().equals(program))
                .findFirst();
    }

    /** The membership a brand means by a member id; empty where it was never given the id. */
    Optional<VisibleMember> find(Brand brand, MemberId id) {
        return customers.ofMember(brand, id).flatMap(one -> find(brand, one.customer(), new ProgramKey(one.program())));
    }

    /** Gives brands ids for the memberships of these customers of the group, who are locked. */
    void name(Collection<CustomerId> inGroup) {
        if (!inGroup.isEmpty()) {
            customers.nameMembers(inGroup);
        }
    }

    private List<VisibleMember> shown(Brand brand, JdbcBrandCustomers.Known known) {
        Map<String, MemberId> ids = customers.memberIds(brand, known);
        Map<ProgramKey, Member> byProgram = new LinkedHashMap<>();
        List<Member> found = members.of(known.behind());
        known.behind()
                .forEach(customer -> found.stream()
                        .filter(member -> member.customer().equals(customer))
                        .forEach(member -> byProgram.putIfAbsent(member.program(), member)));
        return byProgram.values().stream()
                .filter(member -> ids.containsKey(member.program().value()))
                .map(member -> new VisibleMember(
                        ids.getOrDefault(member.program().value(), member.id()),
                        known.customer(),
                        known.knownAs(),
                        member))
                .toList();
    }
}
