package dev.meridian.platform.servers;

import java.util.Locale;

/** The servers a test can ask for. */
enum TestServer {
    POSTGRES,
    KAFKA,
    REDIS,
    ELASTICSEARCH,
    KEYCLOAK;

    /** In small letters, as on the keeper's wire and in file names. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TestServer labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
