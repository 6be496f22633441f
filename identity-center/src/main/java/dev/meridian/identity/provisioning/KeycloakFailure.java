package dev.meridian.identity.provisioning;

import org.jspecify.annotations.Nullable;

/** Keycloak could not be asked, or did not do as it was asked. Its words are not repeated: they may hold secrets. */
final class KeycloakFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeycloakFailure(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
