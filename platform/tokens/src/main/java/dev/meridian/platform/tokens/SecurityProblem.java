package dev.meridian.platform.tokens;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals beside the standard ones that come from what a token says. */
public enum SecurityProblem implements ProblemType {
    /** The endpoint acts in the name of one brand and the token is the group's. */
    BRAND_REQUIRED(403),
    /** The operation is not for this kind of caller, whatever scopes the token grants. */
    CALLER_NOT_ADMITTED(403),
    /** A customer's token reaches that customer only. */
    OTHER_CUSTOMER(403);

    private final int status;

    SecurityProblem(int status) {
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
