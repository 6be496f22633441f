package dev.meridian.customer.interactions;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals of calls with events. */
enum IngestProblem implements ProblemType {
    TOO_MANY_EVENTS(422),
    /** A quarantined event still does not fit its schema. */
    STILL_NOT_AS_DECLARED(409);

    private final int status;

    IngestProblem(int status) {
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
