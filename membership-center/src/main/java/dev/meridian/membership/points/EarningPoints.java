package dev.meridian.membership.points;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.membership.enrolment.CustomerFact;
import dev.meridian.membership.enrolment.Enrolment;
import dev.meridian.membership.enrolment.Member;
import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.enrolment.Seen;
import dev.meridian.membership.points.domain.Amount;
import dev.meridian.membership.points.domain.Cause;
import dev.meridian.membership.programs.EarningRule;
import dev.meridian.membership.programs.NoPoints;
import dev.meridian.membership.programs.Programs;
import dev.meridian.membership.programs.Reckoning;
import dev.meridian.platform.kernel.TimeOrderedIds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Lets members earn by what they do, once per order and rule. */
@Component
public class EarningPoints {

    private static final String ORDER_ID = "orderId";

    private final Enrolment enrolment;
    private final Programs programs;
    private final Ledger ledger;
    private final EarningNews news;
    private final TimeOrderedIds ids;
    private final Clock clock;

    EarningPoints(
            Enrolment enrolment, Programs programs, Ledger ledger, EarningNews news, TimeOrderedIds ids, Clock clock) {
        this.enrolment = enrolment;
        this.programs = programs;
        this.ledger = ledger;
        this.news = news;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Judges interactions by the rules in force now, posts what they earn and keeps why. Customers who were never seen
     * become members first.
     *
     * @return one decision per interaction and rule that listens to its type
     */
    @CanIgnoreReturnValue
    @Transactional(propagation = Propagation.MANDATORY)
    public List<EarningDecision> earn(List<Interaction> interactions) {
        Seen seen = enrolment.take(interactions.stream()
                .map(interaction -> new CustomerFact.Sighting(interaction.customer(), interaction.brand()))
                .toList());
        List<EarningRule> rules =
                programs.rulesFor(interactions.stream().map(Interaction::type).collect(Collectors.toSet()));
        // As precise as the database keeps it, so that what is told equals what is stored.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Judgement> judgements = new ArrayList<>();
        for (Interaction interaction : interactions) {
            for (EarningRule rule : rules) {
                if (rule.terms().eventType().equals(interaction.type())) {
                    judgements.add(judge(interaction, rule, seen, now));
                }
            }
        }
        if (judgements.isEmpty()) {
            return List.of();
        }
        Map<UUID, PostOutcome> posted = ledger.post(judgements.stream()
                .map(Judgement::verdict)
                .filter(Due.class::isInstance)
                .map(verdict -> ((Due) verdict).earning())
                .toList());
        List<EarningDecision> decisions = judgements.stream()
                .map(judgement -> judgement.decision(posted, now))
                .toList();
        ledger.record(decisions);
        news.tell(decisions);
        return decisions;
    }

    private Judgement judge(Interaction interaction, EarningRule rule, Seen seen, Instant now) {
        Optional<Cause> cause = Cause.of(interaction.properties().get(ORDER_ID), interaction.id());
        Optional<Member> member = seen.member(interaction.customer(), rule.program());
        return new Judgement(
                interaction,
                rule,
                member.map(Member::id).orElse(null),
                cause.orElse(null),
                verdict(interaction, rule, cause, member, now));
    }

    private Verdict verdict(
            Interaction interaction, EarningRule rule, Optional<Cause> cause, Optional<Member> member, Instant now) {
        if (cause.isEmpty()) {
            return new Nothing(NoPoints.ORDER_ID_UNUSABLE);
        }
        if (member.isEmpty()) {
            return new Nothing(NoPoints.NOT_A_MEMBER);
        }
        Amount amount = Amount.read(interaction.properties().get(rule.terms().amountProperty()));
        return switch (amount) {
            case Amount.Missing() -> new Nothing(NoPoints.AMOUNT_MISSING);
            case Amount.NotANumber() -> new Nothing(NoPoints.AMOUNT_NOT_A_NUMBER);
            case Amount.Readable(var value) ->
                switch (rule.terms().reckon(value)) {
                    case Reckoning.Nothing(NoPoints reason) -> new Nothing(reason);
                    case Reckoning.Points(long points) ->
                        new Due(earning(interaction, rule, cause.get(), member.get(), points, now));
                };
        };
    }

    private Earning earning(
            Interaction interaction, EarningRule rule, Cause cause, Member member, long points, Instant now) {
        // Free of the customer: whoever the order is booked on, and however often, it earns once by this rule.
        String businessKey = String.join(
                ":",
                "earn",
                rule.program().value(),
                rule.key().value(),
                interaction.brand().key(),
                cause.type().code(),
                cause.id());
        return new Earning(
                ids.next(),
                businessKey,
                member,
                rule.currency(),
                points,
                interaction.brand(),
                cause,
                interaction.occurredAt(),
                now,
                rule.terms().expiry(now).orElse(null));
    }

    /** What the rule says, before the ledger has said whether the order is new. */
    private sealed interface Verdict {}

    private record Due(Earning earning) implements Verdict {}

    private record Nothing(NoPoints reason) implements Verdict {}

    private record Judgement(
            Interaction interaction,
            EarningRule rule,
            @Nullable MemberId member,
            @Nullable Cause cause,
            Verdict verdict) {

        EarningDecision decision(Map<UUID, PostOutcome> posted, Instant now) {
            return new EarningDecision(interaction, rule, member, cause, outcome(posted), now);
        }

        private EarnOutcome outcome(Map<UUID, PostOutcome> posted) {
            return switch (verdict) {
                case Nothing(NoPoints reason) -> new EarnOutcome.Declined(reason, null);
                case Due(Earning earning) ->
                    switch (Objects.requireNonNull(posted.get(earning.transactionId()))) {
                        case PostOutcome.Posted(long balanceAfter) -> new EarnOutcome.Earned(earning, balanceAfter);
                        case PostOutcome.PostedBefore(UUID earlier) ->
                            new EarnOutcome.Declined(NoPoints.ALREADY_EARNED, earlier);
                    };
            };
        }
    }
}
