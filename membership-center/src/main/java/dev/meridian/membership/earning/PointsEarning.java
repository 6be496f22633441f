package dev.meridian.membership.earning;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.membership.enrolment.BrandCustomer;
import dev.meridian.membership.enrolment.CustomerFact;
import dev.meridian.membership.enrolment.EnrolledCustomers;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.membership.enrolment.Member;
import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.ledger.Cause;
import dev.meridian.membership.ledger.Ledger;
import dev.meridian.membership.ledger.PointsCredit;
import dev.meridian.membership.ledger.PostOutcome;
import dev.meridian.membership.programs.EarningRule;
import dev.meridian.membership.programs.Program;
import dev.meridian.membership.programs.Programs;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets members earn by what they do, once per order and rule. */
@Component
public class PointsEarning {

    private static final String ORDER_PAID = "order.paid";
    private static final String ORDER_REFUNDED = "order.refunded";
    private static final String ORDER_ID = "orderId";

    private final Enrolment enrolment;
    private final Programs programs;
    private final Ledger ledger;
    private final JdbcDecisions decisions;
    private final PointsEventPublisher publisher;
    private final TimeOrderedIds ids;
    private final Clock clock;

    PointsEarning(
            Enrolment enrolment,
            Programs programs,
            Ledger ledger,
            JdbcDecisions decisions,
            PointsEventPublisher publisher,
            TimeOrderedIds ids,
            Clock clock) {
        this.enrolment = enrolment;
        this.programs = programs;
        this.ledger = ledger;
        this.decisions = decisions;
        this.publisher = publisher;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Decides by the rules in force now what interactions earn, posts it and keeps why. Customers who were never seen
     * become members first.
     *
     * @return one decision per interaction and rule that listens to its type
     */
    @CanIgnoreReturnValue
    @Transactional(propagation = Propagation.MANDATORY)
    public List<EarningDecision> earn(List<Interaction> interactions) {
        List<Program> all = programs.all();
        return earn(interactions, PointsEarning::fact, unused -> all);
    }

    /**
     * Earns for what was missed among interactions that are told again, by the rules that were in force when each was
     * recorded: a rule made since is no reason to earn for the past. About what was decided before, nothing is decided
     * again, whatever the rules and the memberships are by now.
     *
     * @return the decisions made now
     */
    @CanIgnoreReturnValue
    @Transactional(propagation = Propagation.MANDATORY)
    List<EarningDecision> earnMissed(List<RetoldInteraction> retold) {
        Programs.History history = programs.history();
        Set<UUID> decided = decisions.decided(
                retold.stream().map(one -> one.interaction().id()).toList());
        Map<UUID, List<Program>> missed = new HashMap<>();
        for (RetoldInteraction one : retold) {
            Interaction interaction = one.interaction();
            List<Program> then = history.at(one.recordedAt());
            boolean concerned = then.stream()
                    .flatMap(program -> program.earningRules().stream())
                    .anyMatch(rule -> concerns(rule, interaction));
            if (concerned && !decided.contains(interaction.id())) {
                missed.put(interaction.id(), then);
            }
        }
        return earn(
                retold.stream().map(RetoldInteraction::interaction).toList(),
                interaction -> missed.containsKey(interaction.id()) ? fact(interaction) : known(interaction),
                interaction -> missed.getOrDefault(interaction.id(), List.of()));
    }

    private List<EarningDecision> earn(
            List<Interaction> interactions,
            Function<Interaction, CustomerFact> meaning,
            Function<Interaction, List<Program>> inForce) {
        EnrolledCustomers customers =
                enrolment.process(interactions.stream().map(meaning).toList());
        // As precise as the database keeps it, so that what is told equals what is stored.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Candidate> candidates = new ArrayList<>();
        for (Interaction interaction : interactions) {
            for (Program program : inForce.apply(interaction)) {
                for (EarningRule rule : program.earningRules()) {
                    if (concerns(rule, interaction)) {
                        candidates.add(candidate(interaction, program, rule, customers, now));
                    }
                }
            }
        }
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<UUID, PostOutcome> posted =
                ledger.post(candidates.stream().flatMap(Candidate::credit).toList());
        List<EarningDecision> made = candidates.stream()
                .map(candidate -> candidate.decision(posted, now))
                .toList();
        decisions.add(made);
        publisher.publish(made);
        return made;
    }

    /** Only an order of now enrols; everything else tells that the brand knows the customer. */
    private static CustomerFact fact(Interaction interaction) {
        return interaction.type().equals(ORDER_PAID) && !interaction.historical()
                ? new CustomerFact.Ordered(interaction.customer(), inBrand(interaction), interaction.occurredAt())
                : known(interaction);
    }

    private static CustomerFact known(Interaction interaction) {
        return new CustomerFact.Known(interaction.customer(), inBrand(interaction));
    }

    private static BrandCustomer inBrand(Interaction interaction) {
        return new BrandCustomer(interaction.brand(), interaction.brandCustomer());
    }

    /** A refund concerns the rules by which orders earn, although none of them listens to it. */
    private static boolean concerns(EarningRule rule, Interaction interaction) {
        String listensTo = rule.terms().eventType();
        return listensTo.equals(interaction.type())
                || interaction.type().equals(ORDER_REFUNDED) && listensTo.equals(ORDER_PAID);
    }

    private Candidate candidate(
            Interaction interaction, Program program, EarningRule rule, EnrolledCustomers customers, Instant now) {
        Optional<Cause> cause = Cause.of(interaction.properties().get(ORDER_ID), interaction.id());
        Optional<Member> member = customers.member(interaction.customer(), rule.program());
        return new Candidate(
                interaction,
                rule,
                member.map(Member::id).orElse(null),
                cause.orElse(null),
                entitlement(interaction, program, rule, cause, member, now));
    }

    private Entitlement entitlement(
            Interaction interaction,
            Program program,
            EarningRule rule,
            Optional<Cause> cause,
            Optional<Member> member,
            Instant now) {
        if (interaction.historical()) {
            return new Nothing(DeclineReason.HISTORICAL);
        }
        if (interaction.occurredAt().isBefore(program.earnsSince())) {
            return new Nothing(DeclineReason.BEFORE_PROGRAM_EARNS);
        }
        if (!rule.terms().eventType().equals(interaction.type())) {
            return new Nothing(DeclineReason.REFUND_NOT_APPLIED_YET);
        }
        if (cause.isEmpty()) {
            return new Nothing(DeclineReason.ORDER_ID_UNUSABLE);
        }
        if (member.isEmpty()) {
            return new Nothing(DeclineReason.NOT_A_MEMBER);
        }
        Amount amount = Amount.read(interaction.properties().get(rule.terms().amountProperty()));
        return switch (amount) {
            case Amount.Missing() -> new Nothing(DeclineReason.AMOUNT_MISSING);
            case Amount.NotANumber() -> new Nothing(DeclineReason.AMOUNT_NOT_A_NUMBER);
            case Amount.Readable(var value) ->
                switch (CalculatedPoints.of(rule.terms(), value)) {
                    case CalculatedPoints.None(DeclineReason reason) -> new Nothing(reason);
                    case CalculatedPoints.Points(long points) ->
                        new Due(credit(interaction, program, rule, cause.get(), member.get(), points, now));
                };
        };
    }

    private PointsCredit credit(
            Interaction interaction,
            Program program,
            EarningRule rule,
            Cause cause,
            Member member,
            long points,
            Instant now) {
        // Free of the customer: whoever the order is booked on, and however often, it earns once by this rule.
        String businessKey = String.join(
                ":",
                "earn",
                rule.program().value(),
                rule.key().value(),
                interaction.brand().key(),
                cause.type().code(),
                cause.id());
        return new PointsCredit(
                ids.next(),
                businessKey,
                member,
                rule.currency(),
                points,
                interaction.brand(),
                interaction.brandCustomer(),
                cause,
                interaction.occurredAt(),
                now,
                program.day(now),
                rule.terms().expiry(now, program.zone()).orElse(null));
    }

    /** What the rule says, before the ledger has said whether the order is new. */
    private sealed interface Entitlement {}

    private record Due(PointsCredit credit) implements Entitlement {}

    private record Nothing(DeclineReason reason) implements Entitlement {}

    /** An interaction and a rule that listens to it, on the way to a decision. */
    private record Candidate(
            Interaction interaction,
            EarningRule rule,
            @Nullable MemberId member,
            @Nullable Cause cause,
            Entitlement entitlement) {

        Stream<PointsCredit> credit() {
            return entitlement instanceof Due(PointsCredit credit) ? Stream.of(credit) : Stream.empty();
        }

        EarningDecision decision(Map<UUID, PostOutcome> posted, Instant now) {
            return new EarningDecision(interaction, rule, member, cause, outcome(posted), now);
        }

        private EarningOutcome outcome(Map<UUID, PostOutcome> posted) {
            return switch (entitlement) {
                case Nothing(DeclineReason reason) -> new EarningOutcome.Declined(reason, null);
                case Due(PointsCredit credit) ->
                    switch (Objects.requireNonNull(posted.get(credit.transactionId()))) {
                        case PostOutcome.Posted(long balanceAfter) -> new EarningOutcome.Earned(credit, balanceAfter);
                        case PostOutcome.PostedBefore(UUID earlier) ->
                            new EarningOutcome.Declined(DeclineReason.ALREADY_EARNED, earlier);
                    };
            };
        }
    }
}
