package dev.meridian.identity.clients;

import dev.meridian.platform.problems.ProblemType;
import java.util.Locale;

/** Refusals about API clients. */
enum ClientProblem implements ProblemType {
    /** The client or its id is of another brand, and that cannot be changed. */
    CLIENT_OF_ANOTHER_BRAND(409),
    /** The caller does not hold a scope that is granted. */
    SCOPES_NOT_HELD(403),
    /** What is approved is not what is asked for, or nothing is. */
    APPROVAL_OUTDATED(409),
    /** Whoever asked cannot approve. */
    SECOND_PERSON_REQUIRED(403),
    /** The client waits for its first approval. */
    CLIENT_PENDING(409),
    /** The client is disabled. */
    CLIENT_DISABLED(409),
    /** The client is deleted, and its id stays taken. */
    CLIENT_DELETED(409),
    /** Two secrets are good already. */
    TWO_SECRETS_LIVE(409),
    /** The secret issued under this key was used, or is not young any more: it is not told again. */
    SECRET_IN_USE(409),
    /** Without its last secret the client could not sign in. */
    LAST_SECRET(409);

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
