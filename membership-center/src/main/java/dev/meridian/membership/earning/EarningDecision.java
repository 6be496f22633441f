package dev.meridian.membership.earning;

import dev.meridian.membership.enrolment.MemberId;
import dev.meridian.membership.ledger.Cause;
import dev.meridian.membership.programs.EarningRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "why these points, or why none": kept for every interaction a rule listened to.
 *
 * @param rule the version that judged
 * @param member who earns; null where the customer is not a member
 * @param cause what the interaction was taken to be about; null where it could not be told
 */
public record EarningDecision(
        Interaction interaction,
        EarningRule rule,
        @Nullable MemberId member,
        @Nullable Cause cause,
        EarningOutcome outcome,
        Instant decidedAt) {}
