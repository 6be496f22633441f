package dev.meridian.platform.problems;

import org.jspecify.annotations.Nullable;

/**
 * What a log may say of a failure: types and places, and no message. Messages of drivers, clients and parsers repeat
 * values and addresses, and those can be personal data.
 */
public final class FailureSketch {

    private static final int PLACES = 6;
    private static final int DEEPEST = 8;

    private FailureSketch() {}

    /** Types and places of a failure and its causes, such as {@code IllegalStateException at Points.earn:42}. */
    public static String of(Throwable failure) {
        StringBuilder sketch = new StringBuilder();
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (depth > 0) {
                sketch.append(" caused by ");
            }
            sketch.append(cause.getClass().getName());
            StackTraceElement[] places = cause.getStackTrace();
            for (int i = 0; i < Math.min(PLACES, places.length); i++) {
                sketch.append(i == 0 ? " at " : " < ")
                        .append(places[i].getClassName())
                        .append('.')
                        .append(places[i].getMethodName())
                        .append(':')
                        .append(places[i].getLineNumber());
            }
            cause = cause.getCause();
        }
        return sketch.toString();
    }
}
