package dev.meridian.identity.provisioning;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
}
