package dev.meridian.platform.problems;

import org.jspecify.annotations.Nullable;

/**
 * Something this center needs is down or too slow, and nothing was stored: callers are told {@code
 * capability_unavailable} and may repeat the request unchanged.
 */
public class CapabilityUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CapabilityUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
