package dev.meridian.membership.programs;

/** What came of putting a rule. */
public sealed interface PutRuleOutcome {

    /** The rule is new. */
    record Created(EarningRule rule) implements PutRuleOutcome {}

    /** A new version is in force. */
    record Changed(EarningRule rule) implements PutRuleOutcome {}

    /** The version in force said the same already. */
    record Unchanged(EarningRule rule) implements PutRuleOutcome {}

    /** There is no such programme. */
    record UnknownProgram() implements PutRuleOutcome {}
}
