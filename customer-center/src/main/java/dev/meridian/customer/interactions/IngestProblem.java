package dev.meridian.customer.interactions;

import dev.meridian.platform.kernel.ProblemType;
import java.util.Locale;

/** Refusals of a whole call with events. */
enum IngestProblem implements ProblemType {
    TOO_MANY_EVENTS(422);

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
