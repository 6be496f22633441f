package dev.meridian.customer.profile;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals of calls about profiles. */
enum CustomerProblem implements ProblemType {
    /** A change must say which version it is based on. */
    IF_MATCH_REQUIRED(428),
    /** A lookup carries its value in the body. */
    LOOKUP_NEEDS_POST(405);

    private final int status;

    CustomerProblem(int status) {
        this.status = status;
    }

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int status() {
        return status;
    }
}
