package dev.meridian.identity.provisioning;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Counts and logs what is changed in Keycloak. */
final class Change {

    private static final Logger LOG = LoggerFactory.getLogger(Change.class);

    private Change() {}

    /** Logs one change; answers 1, to be added up. */
    static int made(String realm, String kind, String name) {
        LOG.atInfo()
                .addKeyValue("realm", realm)
                .addKeyValue("kind", kind)
                .addKeyValue("name", name)
                .log("Keycloak brought into step");
        return 1;
    }

    /** The entries of a list by one of their fields. */
    static Map<String, JsonNode> byName(JsonNode list, String nameField) {
        Map<String, JsonNode> byName = new HashMap<>();
        for (JsonNode entry : list) {
            byName.put(entry.path(nameField).asString(), entry);
        }
        return byName;
    }
}
