package dev.meridian.identity.keycloak;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client scope, as Keycloak's administration speaks of it.
 *
 * @param id Keycloak's own; null for one that is not there yet
 * @param name what tokens carry
 * @param description what administrators read
 * @param protocol {@code openid-connect}
 * @param attributes its settings
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeycloakScope(
        @Nullable String id,
        String name,
        @Nullable String description,
        @Nullable String protocol,
        @Nullable Map<String, String> attributes) {

    /** A scope that tokens name, and nobody is asked about. */
    public static KeycloakScope of(String name, String description) {
        return new KeycloakScope(
                null,
                name,
                description,
                "openid-connect",
                Map.of("include.in.token.scope", "true", "display.on.consent.screen", "false"));
    }

    /** Whether it says at least what is wanted. */
    public boolean holds(KeycloakScope wanted) {
        return Wanted.equal(description, wanted.description)
                && Wanted.equal(protocol, wanted.protocol)
                && Wanted.within(attributes, wanted.attributes);
    }

    /** The same under an id. */
    KeycloakScope withId(@Nullable String newId) {
        return new KeycloakScope(newId, name, description, protocol, attributes);
    }
}
