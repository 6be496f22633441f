package dev.meridian.customer.catalogue;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One version of an event type.
 *
 * @param type such as {@code order.paid}
 * @param version from 1; a later one accepts all that an earlier one did
 * @param owner who declared it
 * @param content its properties
 * @param document the JSON Schema as it was declared
 */
record EventSchema(String type, int version, Owner owner, ValueRule.Fields content, JsonNode document) {

    /** What an audit record says of it. */
    Map<String, ?> described() {
        return Map.of("version", version, "schema", document);
    }

    /** Who declares event types. */
    enum Owner {
        /** Shipped with the platform: the same for every brand. */
        GROUP,
        BRAND
    }
}
