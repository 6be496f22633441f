package dev.meridian.platform.messaging;

/** What a center puts in its list of endpoints and scopes so that operators reach its dead letters. */
public final class DeadLetterAccess {

    /** Path pattern of the operators' endpoints. */
    public static final String PATH_PATTERN = "/admin/dead-letters/**";

    /** The scope they need. */
    public static final String SCOPE = "platform:admin";

    private DeadLetterAccess() {}
}
