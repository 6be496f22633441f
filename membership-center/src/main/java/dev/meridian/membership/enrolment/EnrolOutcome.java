package dev.meridian.membership.enrolment;

/** What came of asking to enrol a customer. */
public sealed interface EnrolOutcome {

    /** The customer is a member from now on. */
    record Enrolled(VisibleMember member) implements EnrolOutcome {}

    /** The customer was a member already. */
    record AlreadyMember(VisibleMember member) implements EnrolOutcome {}

    /** There is no such programme. */
    record UnknownProgram() implements EnrolOutcome {}

    /** Nobody told of this customer, or nobody whose data the caller may see. */
    record UnknownCustomer() implements EnrolOutcome {}
}
