package dev.meridian.platform.problems;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id by which one request is found in every log it left a line in. */
public final class RequestId {

    /** The header, on requests and answers. */
    public static final String HEADER = "X-Request-Id";

    /** Its name in log lines. */
    public static final String LOG_KEY = "requestId";

    /**
     * The header by which the gateway says who chose the id. It comes from the gateway only, which sets it on every
     * request it passes on; what reaches a center without it counts as chosen by the caller.
     */
    public static final String ORIGIN_HEADER = "X-Request-Id-Origin";

    /** The name of who chose the id in log lines. */
    public static final String ORIGIN_LOG_KEY = "requestIdOrigin";

    /** The caller chose it: it may be that of somebody else's request. */
    public static final String CHOSEN_BY_CALLER = "caller";

    /** It was made here, and no other request has it. */
    public static final String MADE_HERE = "meridian";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

    private RequestId() {}

    /** Whether an id that a caller sent may be kept; any other is replaced. */
    public static boolean isWellFormed(@Nullable String sent) {
        return sent != null && WELL_FORMED.matcher(sent).matches();
    }
}
