/** Keycloak as this center wants it to be: realms, scopes and clients, made and kept by a reconciler. */
@NullMarked
package dev.meridian.identity.provisioning;

import org.jspecify.annotations.NullMarked;
