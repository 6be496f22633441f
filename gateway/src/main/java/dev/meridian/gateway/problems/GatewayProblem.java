package dev.meridian.gateway.problems;

import dev.meridian.platform.kernel.ProblemType;
import java.util.Locale;

/** Refusals beside the standard ones. */
public enum GatewayProblem implements ProblemType {
    /** A token was sent and cannot be accepted: expired, foreign, forged or meant for somebody else. */
    INVALID_TOKEN(401);

    private final int status;

    GatewayProblem(int status) {
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
