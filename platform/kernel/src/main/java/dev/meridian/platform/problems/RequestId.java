package dev.meridian.platform.problems;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id by which one request is found in every log it left a line in. */
public final class RequestId {

    /** The header, on requests and answers. */
    public static final String HEADER = "X-Request-Id";

    /** Its name in log lines. */
    public static final String LOG_KEY = "requestId";

    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._:-]{8,64}");

    private RequestId() {}

    /** Whether an id that a caller sent may be kept; any other is replaced. */
    public static boolean isWellFormed(@Nullable String sent) {
        return sent != null && WELL_FORMED.matcher(sent).matches();
    }
}
