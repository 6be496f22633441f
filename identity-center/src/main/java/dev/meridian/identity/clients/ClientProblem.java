package dev.meridian.identity.clients;

import dev.meridian.platform.kernel.ProblemType;
import java.util.Locale;

/** Refusals about API clients. */
enum ClientProblem implements ProblemType {
    /** The client acts for another brand, and that cannot be changed. */
    CLIENT_OF_ANOTHER_BRAND(409);

    private final int status;

    ClientProblem(int status) {
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
