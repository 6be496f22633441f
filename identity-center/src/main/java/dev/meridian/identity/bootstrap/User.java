package dev.meridian.identity.bootstrap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A user, as Keycloak's administration speaks of it.
 *
 * @param id Keycloak's own
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record User(String id) {}
