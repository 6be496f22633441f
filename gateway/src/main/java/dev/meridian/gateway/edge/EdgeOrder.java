package dev.meridian.gateway.edge;

import org.springframework.core.Ordered;

/** The order in which the edge filters see a request. Spring Security's filters stand at −100, between the two halves. */
public final class EdgeOrder {

    static final int REQUEST_ID = Ordered.HIGHEST_PRECEDENCE + 100;
    static final int ACCESS_LOG = REQUEST_ID + 1;

    /** Inside the log, so that the log sees the status of problems too. */
    public static final int PROBLEMS = ACCESS_LOG + 1;

    /** Before security: what is no address of ours is not found, whoever asks. */
    static final int OPEN_DOORS = PROBLEMS + 1;

    static final int UNFINISHED_OBSERVATIONS = OPEN_DOORS + 1;

    static final int RATE_LIMIT = -50;

    /** Behind security and the limit, so that what is there cannot be felt out without a token or for free. */
    static final int UNKNOWN_OPERATIONS = -45;

    static final int BODY_LIMIT = -40;

    private EdgeOrder() {}
}
