package dev.meridian.membership.programs;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals of what belongs to the group and not to one brand. */
public enum ProgramProblem implements ProblemType {
    /** The call changes or reads what all brands share, and the token is one brand's. */
    GROUP_SCOPE_REQUIRED(403),
    /** A programme keeps the currency it began with. */
    PROGRAM_CURRENCY_FIXED(409);

    private final int status;

    ProgramProblem(int status) {
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
