package dev.meridian.membership.earning;

import java.util.Locale;

/** Why an interaction that a rule listens to earned nothing. */
public enum DeclineReason {
    AMOUNT_MISSING,
    AMOUNT_NOT_A_NUMBER,
    AMOUNT_NOT_POSITIVE,
    /** Larger than any order can be. */
    AMOUNT_OUT_OF_RANGE,
    BELOW_MINIMUM,
    /** Less than one whole point. */
    ROUNDS_TO_ZERO,
    /** The order is named by something that cannot be a name, so it could not be known again. */
    ORDER_ID_UNUSABLE,
    /** The brand loaded it as the past. */
    HISTORICAL,
    /** It happened before the programme began to earn. */
    BEFORE_PROGRAM_EARNS,
    /** A refund: not applied yet, and kept so that it can be. */
    REFUND_NOT_APPLIED_YET,
    /** The customer is not a member of the rule's programme. */
    NOT_A_MEMBER,
    /** The order has earned by this rule before. */
    ALREADY_EARNED;

    /** As it is stored: lower-case, with underscores. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
