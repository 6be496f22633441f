package dev.meridian.identity.provisioning;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares what Keycloak has with what is wanted: only what is wanted counts, whatever else Keycloak adds. */
final class JsonShape {

    private JsonShape() {}

    /** Whether everything wanted is there, at every depth of objects. */
    static boolean holds(JsonNode actual, JsonNode wanted) {
        if (!wanted.isObject()) {
            return wanted.equals(actual);
        }
        return wanted.propertyStream().allMatch(field -> holds(actual.path(field.getKey()), field.getValue()));
    }

    /** What is there, with what is wanted put over it. */
    static ObjectNode merged(JsonNode actual, ObjectNode wanted) {
        ObjectNode merged = (ObjectNode) actual.deepCopy();
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            JsonNode before = merged.path(field.getKey());
            JsonNode after = before.isObject() && field.getValue() instanceof ObjectNode deeper
                    ? merged(before, deeper)
                    : field.getValue().deepCopy();
            merged.set(field.getKey(), after);
        }
        return merged;
    }
}
