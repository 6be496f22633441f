package dev.meridian.identity.keycloak;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What puts a claim into a token, as Keycloak's administration speaks of it.
 *
 * @param id Keycloak's own; null for one that is not there yet
 * @param name its name, unique in its client
 * @param protocol {@code openid-connect}
 * @param protocolMapper which kind of mapper it is
 * @param config its settings
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeycloakMapper(
        @Nullable String id, String name, String protocol, String protocolMapper, Map<String, String> config) {

    private static final String OPENID = "openid-connect";

    /** A mapper that is not there yet. */
    public static KeycloakMapper of(String name, String kind, Map<String, String> config) {
        return new KeycloakMapper(null, name, OPENID, kind, config);
    }

    /** Whether it is of that kind and has at least those settings. */
    public boolean holds(KeycloakMapper wanted) {
        return protocol.equals(wanted.protocol)
                && protocolMapper.equals(wanted.protocolMapper)
                && config.entrySet().containsAll(wanted.config.entrySet());
    }

    /** The same under an id. */
    KeycloakMapper withId(@Nullable String newId) {
        return new KeycloakMapper(newId, name, protocol, protocolMapper, config);
    }
}
