package dev.meridian.membership.enrolment;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.membership.programs.Program;
import dev.meridian.membership.programs.ProgramKey;
import dev.meridian.membership.programs.Programs;
import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.security.BrandScopeSwitch;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Makes members of customers, and one member of two when their customers are merged. */
@Component
public class Enrolment {

    private final JdbcCustomers customers;
    private final JdbcMembers members;
    private final JdbcBrandCustomers brandCustomers;
    private final BrandMembers brandMembers;
    private final Programs programs;
    private final MemberEventPublisher publisher;
    private final ApplicationEventPublisher listeners;
    private final BrandScopeSwitch scopes;
    private final Clock clock;

    Enrolment(
            JdbcCustomers customers,
            JdbcMembers members,
            JdbcBrandCustomers brandCustomers,
            BrandMembers brandMembers,
            Programs programs,
            MemberEventPublisher publisher,
            ApplicationEventPublisher listeners,
            BrandScopeSwitch scopes,
            Clock clock) {
        this.customers = customers;
        this.members = members;
        this.brandCustomers = brandCustomers;
        this.brandMembers = brandMembers;
        this.programs = programs;
        this.publisher = publisher;
        this.listeners = listeners;
        this.scopes = scopes;
        this.clock = clock;
    }

    /**
     * Takes note of what happened to customers, whatever the order it is told in: merges first, then every survivor is
     * enrolled by an order in the programmes that enrol on the first order. All customers of the batch are locked at once and in one
     * order, so concurrent batches do not block each other for good.
     */
    @CanIgnoreReturnValue
    @Transactional(propagation = Propagation.MANDATORY)
    public EnrolledCustomers process(Collection<? extends CustomerFact> facts) {
        Instant now = now();
        Set<CustomerId> mentioned = mentioned(facts);
        customers.add(mentioned, now);
        Survivors survivors = customers.lock(mentioned);
        List<Program> all = programs.all();
        List<MemberEvent> events = new ArrayList<>();
        List<CustomerFact.Known> knownToBrands = new ArrayList<>();
        List<CustomerFact.BrandMerge> brandMerges = new ArrayList<>();
        for (CustomerFact fact : facts) {
            switch (fact) {
                case CustomerFact.Known known -> knownToBrands.add(known);
                case CustomerFact.Ordered ordered ->
                    knownToBrands.add(new CustomerFact.Known(ordered.customer(), ordered.inBrand()));
                case CustomerFact.Merge merge -> events.addAll(merge(merge, survivors, now));
                case CustomerFact.BrandMerge merge -> brandMerges.add(merge);
            }
        }
        brandCustomers.add(knownToBrands, survivors);
        brandCustomers.merge(brandMerges);
        Set<CustomerId> living = new LinkedHashSet<>();
        mentioned.forEach(customer -> living.add(survivors.of(customer)));
        Map<CustomerId, List<Member>> memberships =
                enrolMissing(living, lastOrders(facts, survivors), all, events, now);
        brandMembers.name(living);
        publisher.publish(events);
        return new EnrolledCustomers(survivors, memberships);
    }

    /** Enrols a customer the caller knows; a customer who is a member stays the member they are. */
    @Transactional
    public EnrolOutcome enrol(CustomerId customer, ProgramKey program) {
        if (programs.find(program).isEmpty()) {
            return new EnrolOutcome.UnknownProgram();
        }
        return switch (ActiveBrandScope.current()) {
            case BrandScope.OneBrand(Brand brand) -> enrolFor(brand, customer, program);
            case BrandScope.Group ignored -> enrolInGroup(customer, program);
            case BrandScope.Nothing ignored -> new EnrolOutcome.UnknownCustomer();
        };
    }

    private EnrolOutcome enrolInGroup(CustomerId customer, ProgramKey program) {
        Survivors survivors = customers.lock(Set.of(customer));
        if (!survivors.knows(customer)) {
            return new EnrolOutcome.UnknownCustomer();
        }
        CustomerId survivor = survivors.of(customer);
        Optional<Member> existing = membership(survivor, program);
        return existing.isPresent()
                ? new EnrolOutcome.AlreadyMember(VisibleMember.ofGroup(existing.get()))
                : new EnrolOutcome.Enrolled(VisibleMember.ofGroup(make(survivor, program)));
    }

    /** A membership is the group's, so it is made for the group's customer behind the brand's. */
    private EnrolOutcome enrolFor(Brand brand, CustomerId customer, ProgramKey program) {
        Optional<CustomerId> behind = brandMembers.behind(brand, customer);
        if (behind.isEmpty()) {
            return new EnrolOutcome.UnknownCustomer();
        }
        Optional<VisibleMember> existing = brandMembers.find(brand, customer, program);
        if (existing.isPresent()) {
            return new EnrolOutcome.AlreadyMember(existing.get());
        }
        boolean made = scopes.call(BrandScope.group(), () -> {
            CustomerId survivor = customers.lock(Set.of(behind.get())).of(behind.get());
            boolean missing = membership(survivor, program).isEmpty();
            if (missing) {
                Member unused = make(survivor, program);
            }
            return missing;
        });
        VisibleMember member = brandMembers.find(brand, customer, program).orElseThrow();
        return made ? new EnrolOutcome.Enrolled(member) : new EnrolOutcome.AlreadyMember(member);
    }

    private Member make(CustomerId customer, ProgramKey program) {
        Member member = newMember(customer, program, now());
        members.add(List.of(member));
        brandMembers.name(Set.of(customer));
        publisher.publish(List.of(new MemberEvent.Enrolled(member)));
        return member;
    }

    private List<MemberEvent> merge(CustomerFact.Merge merge, Survivors survivors, Instant now) {
        CustomerId absorbed = survivors.of(merge.absorbed());
        CustomerId survivor = survivors.of(merge.survivor());
        if (absorbed.equals(survivor)) {
            return List.of();
        }
        customers.absorb(merge, absorbed, survivor);
        brandCustomers.follow(absorbed, survivor);
        survivors.absorb(absorbed, survivor);
        List<MemberEvent> events = new ArrayList<>();
        for (Member leaving : members.of(Set.of(absorbed))) {
            Member staying = membership(survivor, leaving.program()).orElseGet(() -> {
                Member fresh = newMember(survivor, leaving.program(), now);
                members.add(List.of(fresh));
                events.add(new MemberEvent.Enrolled(fresh));
                return fresh;
            });
            members.absorb(leaving.id(), staying.id(), merge.mergeId());
            MemberEvent.Absorbed event = new MemberEvent.Absorbed(
                    merge.mergeId(), leaving.program(), staying, leaving.id(), merge.mergedAt());
            listeners.publishEvent(event);
            events.add(event);
        }
        return events;
    }

    private Map<CustomerId, List<Member>> enrolMissing(
            Set<CustomerId> living,
            Map<CustomerId, Instant> lastOrders,
            List<Program> all,
            List<MemberEvent> events,
            Instant now) {
        Map<CustomerId, List<Member>> known = new HashMap<>();
        for (Member member : members.of(living)) {
            known.computeIfAbsent(member.customer(), unused -> new ArrayList<>())
                    .add(member);
        }
        List<Member> fresh = new ArrayList<>();
        for (Program program : all) {
            if (program.enrolment() == Program.Enrolling.ON_FIRST_ORDER) {
                for (Map.Entry<CustomerId, Instant> order : lastOrders.entrySet()) {
                    if (order.getValue().isBefore(program.earnsSince())) {
                        continue;
                    }
                    CustomerId customer = order.getKey();
                    List<Member> has = known.computeIfAbsent(customer, unused -> new ArrayList<>());
                    if (has.stream().noneMatch(member -> member.program().equals(program.key()))) {
                        Member member = newMember(customer, program.key(), now);
                        has.add(member);
                        fresh.add(member);
                    }
                }
            }
        }
        members.add(fresh);
        fresh.forEach(member -> events.add(new MemberEvent.Enrolled(member)));
        return known;
    }

    /** When each customer ordered last, as far as this batch says. */
    private static Map<CustomerId, Instant> lastOrders(Collection<? extends CustomerFact> facts, Survivors survivors) {
        Map<CustomerId, Instant> last = new LinkedHashMap<>();
        for (CustomerFact fact : facts) {
            if (fact instanceof CustomerFact.Ordered ordered) {
                last.merge(survivors.of(ordered.customer()), ordered.at(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        return last;
    }

    private Optional<Member> membership(CustomerId customer, ProgramKey program) {
        return members.of(Set.of(customer)).stream()
                .filter(member -> member.program().equals(program))
                .findFirst();
    }

    /** The id is random: one that grows with time would tell when another brand made the customer a member. */
    private static Member newMember(CustomerId customer, ProgramKey program, Instant now) {
        return new Member(new MemberId(UUID.randomUUID()), program, customer, now);
    }

    private static Set<CustomerId> mentioned(Collection<? extends CustomerFact> facts) {
        Set<CustomerId> mentioned =
                new TreeSet<>(Comparator.comparing(id -> id.value().toString()));
        for (CustomerFact fact : facts) {
            switch (fact) {
                case CustomerFact.Known known -> mentioned.add(known.customer());
                case CustomerFact.Ordered ordered -> mentioned.add(ordered.customer());
                case CustomerFact.Merge merge -> {
                    mentioned.add(merge.survivor());
                    mentioned.add(merge.absorbed());
                }
                case CustomerFact.BrandMerge ignored -> {
                    // What a brand takes for one says nothing of the group's customers.
                }
            }
        }
        return mentioned;
    }

    /** As precise as the database keeps it, so that what is told equals what is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
