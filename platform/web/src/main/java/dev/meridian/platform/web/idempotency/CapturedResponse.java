package dev.meridian.platform.web.idempotency;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** An answer held back until the transaction that made it is committed. */
final class CapturedResponse extends ContentCachingResponseWrapper {

    private boolean leftToContainer;

    CapturedResponse(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void sendError(int status) throws IOException {
        leftToContainer = true;
        super.sendError(status);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        leftToContainer = true;
        super.sendError(status, message);
    }

    /** Whether the body will be written by the container, after the request has left us. */
    boolean isLeftToContainer() {
        return leftToContainer;
    }
}
