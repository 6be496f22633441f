package dev.meridian.identity.bootstrap;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A role, as Keycloak's administration speaks of it.
 *
 * @param id Keycloak's own
 * @param name what it is called
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Role(String id, String name) {}
