package dev.meridian.identity.bootstrap;

import dev.meridian.identity.keycloak.KeycloakFailure;
import dev.meridian.identity.keycloak.KeycloakProperties;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * {@code java -jar identity-center.jar bootstrap}: makes the realms and the accounts that the running center uses. Needs
 * the variables of the running center, and an account that may administer all of Keycloak, which the running center
 * never gets.
 */
public final class BootstrapCommand {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, String> environment;
    private final PrintStream out;

    /** With the environment of the process. */
    public BootstrapCommand(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Runs it; answers the exit code of the process. */
    public int run() {
        try {
            KeycloakProperties properties = properties();
            new RealmBootstrap(
                            properties,
                            require("MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_ID"),
                            require("MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_SECRET"))
                    .run();
            out.println("The realms of " + properties.adminAddress() + " and this center's accounts there are ready.");
            return 0;
        } catch (KeycloakFailure | IllegalArgumentException e) {
            out.println("bootstrap: " + e.getMessage());
            return 1;
        }
    }

    private KeycloakProperties properties() {
        String keycloak = environment.getOrDefault("MERIDIAN_KEYCLOAK", "http://127.0.0.1:8180");
        return new KeycloakProperties(
                URI.create(environment.getOrDefault("MERIDIAN_KEYCLOAK_ADMIN", keycloak)),
                environment.getOrDefault("MERIDIAN_KEYCLOAK_REALM_PREFIX", ""),
                environment.getOrDefault("MERIDIAN_KEYCLOAK_CLIENT_ID", KeycloakProperties.CLIENT_ID),
                new KeycloakProperties.Secrets(
                        require("MERIDIAN_KEYCLOAK_PLATFORM_SECRET"),
                        require("MERIDIAN_KEYCLOAK_CUSTOMERS_SECRET"),
                        require("MERIDIAN_KEYCLOAK_STAFF_SECRET")),
                CONNECT_TIMEOUT,
                READ_TIMEOUT);
    }

    private String require(String variable) {
        String value = environment.getOrDefault(variable, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException(variable + " is not set");
        }
        return value;
    }
}
