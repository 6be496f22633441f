package dev.meridian.gateway.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A customer as far as the centers could tell. The parts are what the centers answered, unchanged.
 *
 * @param customerId the customer's id; the surviving one, where the id asked for was merged away
 * @param profile the golden profile, from customer-center
 * @param memberships memberships with balances; absent when they could not be had
 * @param segments the segments the customer is in; absent when they could not be had, and for the customer itself
 * @param degraded what could not be had, and why; empty when the view is whole
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Overview(
        JsonNode customerId,
        JsonNode profile,
        @Nullable JsonNode memberships,
        @Nullable JsonNode segments,
        List<Missing> degraded) {

    /** A part the view had to do without. */
    record Missing(String part, String center, Reason reason) {}

    /** Why a part is missing. */
    enum Reason {
        /** No connection to the center, or it said that it cannot serve at the moment. */
        UNAVAILABLE,
        /** It took too long. */
        TIMEOUT,
        /** It refused, or answered something that is not its contract. */
        ERROR;

        /** The name on the wire. */
        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
