package dev.meridian.membership.programs;

/** What came of putting a programme. */
public sealed interface PutProgramOutcome {

    /** The programme is new. */
    record Created(Program program) implements PutProgramOutcome {}

    /** The programme is as it was put. */
    record Changed(Program program) implements PutProgramOutcome {}

    /** The programme has another currency, and keeps it. */
    record CurrencyFixed() implements PutProgramOutcome {}
}
