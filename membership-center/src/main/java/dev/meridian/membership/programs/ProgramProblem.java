package dev.meridian.membership.programs;

import dev.meridian.platform.kernel.ProblemType;
import java.util.Locale;

/** Refusals of what belongs to the group and not to one brand. */
public enum ProgramProblem implements ProblemType {
    /** The call changes or reads what all brands share, and the token is one brand's. */
    GROUP_SCOPE_REQUIRED;

    private static final int FORBIDDEN = 403;

    @Override
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int status() {
        return FORBIDDEN;
    }
}
