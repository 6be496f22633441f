package dev.meridian.membership.programs;

import java.util.List;

/**
 * What a customer can be a member of. It belongs to the group: all brands share its members and their balances.
 *
 * @param key names it for ever
 * @param name for people
 * @param currency what its members earn
 * @param enrolment how customers become members
 * @param earningRules the version in force of each rule, by key
 */
public record Program(
        ProgramKey key, String name, String currency, Enrolling enrolment, List<EarningRule> earningRules) {

    public Program {
        earningRules = List.copyOf(earningRules);
    }

    /** How customers become members. */
    public enum Enrolling {
        /** As soon as they are seen. */
        ON_FIRST_SIGHT,
        /** When somebody asks for it. */
        ON_REQUEST
    }
}
