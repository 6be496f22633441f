package dev.meridian.identity.access;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals of callers whose token is good but not enough. */
public enum AccessProblem implements ProblemType {
    /** The call is the group's to make, and the token is one brand's. */
    GROUP_REQUIRED(403);

    private final int status;

    AccessProblem(int status) {
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
