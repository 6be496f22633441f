package dev.meridian.identity.keycloak;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Something Keycloak remembers.
 *
 * @param type what happened
 * @param clientId through which client
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record KeycloakEvent(String type, @Nullable String clientId) {}
