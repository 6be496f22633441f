package dev.meridian.platform.web.idempotency;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/** An answer as it was given under an idempotency key, to be given again. */
final class StoredAnswer {

    private static final List<String> KEPT = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);

    private final Fingerprint fingerprint;
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    StoredAnswer(Fingerprint fingerprint, int status, Map<String, String> headers, byte[] body) {
        this.fingerprint = fingerprint;
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
    }

    static StoredAnswer of(Fingerprint fingerprint, CapturedResponse response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = name.equals(HttpHeaders.CONTENT_TYPE) ? response.getContentType() : response.getHeader(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return new StoredAnswer(fingerprint, response.getStatus(), headers, response.getContentAsByteArray());
    }

    Fingerprint fingerprint() {
        return fingerprint;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body.clone();
    }

    /** Gives the answer again. */
    void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
