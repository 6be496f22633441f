package dev.meridian.membership.programs;

import java.time.Instant;

/**
 * One version of a rule by which members earn. A version never changes; an event is judged by the version in force when
 * it is processed.
 *
 * @param program the programme whose members earn
 * @param currency what they earn
 * @param key names the rule within its programme
 * @param version from 1
 * @param terms what it says
 * @param inForceSince when this version replaced the one before
 */
public record EarningRule(
        ProgramKey program, String currency, RuleKey key, int version, EarningTerms terms, Instant inForceSince) {}
