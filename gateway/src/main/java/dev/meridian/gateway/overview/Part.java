package dev.meridian.gateway.overview;

import dev.meridian.gateway.overview.Overview.Missing;
import dev.meridian.gateway.overview.Overview.Reason;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came of asking for an optional part: its items, or why there are none. */
sealed interface Part {

    /** The items, when the part could be had. */
    default @Nullable JsonNode items() {
        return switch (this) {
            case Had had -> had.list();
            case Lacking ignored -> null;
            case LeftOut ignored -> null;
        };
    }

    record Had(JsonNode list) implements Part {}

    record Lacking(Missing missing) implements Part {}

    /** Not asked for: the part is not for this caller, so the view is whole without it. */
    record LeftOut() implements Part {}

    /** Reads a center's list answer. */
    static Part read(String name, String center, ResponseEntity<byte[]> answer, JsonMapper json) {
        int status = answer.getStatusCode().value();
        return switch (status) {
            case 200 -> items(name, center, answer, json);
            // The center has not heard of the customer yet, so the list is empty there.
            case 404 -> new Had(json.createArrayNode());
            case 502, 503 -> lacking(name, center, Reason.UNAVAILABLE);
            case 504 -> lacking(name, center, Reason.TIMEOUT);
            default -> lacking(name, center, Reason.ERROR);
        };
    }

    /** Reads a failure to get any answer. */
    static Part lacking(String name, String center, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof io.netty.handler.timeout.TimeoutException) {
                return lacking(name, center, Reason.TIMEOUT);
            }
            if (cause instanceof IOException) {
                return lacking(name, center, Reason.UNAVAILABLE);
            }
        }
        return lacking(name, center, failure instanceof WebClientRequestException ? Reason.UNAVAILABLE : Reason.ERROR);
    }

    private static Part items(String name, String center, ResponseEntity<byte[]> answer, JsonMapper json) {
        byte[] body = answer.getBody();
        if (body == null) {
            return lacking(name, center, Reason.ERROR);
        }
        try {
            JsonNode items = json.readTree(body).path("items");
            return items.isArray() ? new Had(items) : lacking(name, center, Reason.ERROR);
        } catch (JacksonException notJson) {
            return lacking(name, center, Reason.ERROR);
        }
    }

    private static Part lacking(String name, String center, Reason reason) {
        return new Lacking(new Missing(name, center, reason));
    }
}
