package dev.meridian.membership.enrolment;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals of enrolment. */
public enum EnrolmentProblem implements ProblemType {
    /** Nobody told of this customer, or nobody whose data the caller may see: an event may still be on its way. */
    CUSTOMER_NOT_KNOWN_YET;

    private static final int NOT_FOUND = 404;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int status() {
        return NOT_FOUND;
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
