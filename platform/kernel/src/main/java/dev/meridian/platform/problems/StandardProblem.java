package dev.meridian.platform.problems;

/** Problems that any endpoint of any center may answer with. */
public enum StandardProblem implements ProblemType {
    /** The body is not JSON at all, or not the JSON shape that was promised. */
    MALFORMED_REQUEST(400),
    /** The body is well formed and wrong: see the field errors. */
    INVALID_REQUEST(422),
    INVALID_CURSOR(400),
    IDEMPOTENCY_KEY_REQUIRED(400),
    IDEMPOTENCY_KEY_INVALID(400),
    /** The key was used before with another body. */
    IDEMPOTENCY_KEY_REUSED(422),
    /** The first request with this key has not finished. */
    REQUEST_IN_PROGRESS(409, true),
    /** No token was sent. */
    UNAUTHENTICATED(401),
    /** A token was sent and cannot be accepted: expired, foreign, forged, or meant for somebody else. */
    INVALID_TOKEN(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    PAYLOAD_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    /** If-Match named another version. */
    VERSION_CONFLICT(412),
    TOO_MANY_REQUESTS(429, true),
    INTERNAL_ERROR(500),
    /** Something this capability needs is down or too slow; nothing was stored. */
    CAPABILITY_UNAVAILABLE(503, true),
    TIMEOUT(504, true);

    private static final int FIRST_SERVER_ERROR = 500;

    private final int status;
    private final boolean retryable;

    StandardProblem(int status) {
        this(status, false);
    }

    StandardProblem(int status, boolean retryable) {
        this.status = status;
        this.retryable = retryable;
    }

    /** The problem an HTTP status stands for where nothing more is known. */
    public static StandardProblem ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 412 -> VERSION_CONFLICT;
            case 413 -> PAYLOAD_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> TOO_MANY_REQUESTS;
            case 502, 503 -> CAPABILITY_UNAVAILABLE;
            case 504 -> TIMEOUT;
            default -> status < FIRST_SERVER_ERROR ? MALFORMED_REQUEST : INTERNAL_ERROR;
        };
    }

    @Override
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean retryable() {
        return retryable;
    }
}
