package dev.meridian.identity.names;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals about ids that clients sign in with. */
public enum NameProblem implements ProblemType {
    /** Another client signs in under this id. */
    CLIENT_ID_TAKEN(409);

    private final int status;

    NameProblem(int status) {
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
