package dev.meridian.platform.security;

import dev.meridian.platform.kernel.ProblemType;
import java.util.Locale;

/** Refusals that come from the token or from what it lacks. */
public enum SecurityProblem implements ProblemType {
    /** A token was sent and cannot be accepted: expired, foreign, forged, or without a usable brand. */
    INVALID_TOKEN(401),
    /** The endpoint acts in the name of one brand and the token is the group's. */
    BRAND_REQUIRED(403);

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
