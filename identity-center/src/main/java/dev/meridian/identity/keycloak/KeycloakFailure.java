package dev.meridian.identity.keycloak;

import dev.meridian.platform.problems.CapabilityUnavailableException;
import org.jspecify.annotations.Nullable;

/** Keycloak could not be asked, or did not do as it was asked. Its words are not repeated: they may hold secrets. */
public final class KeycloakFailure extends CapabilityUnavailableException {

    private static final long serialVersionUID = 1L;

    /** A failure with its reason, which is logged. */
    public KeycloakFailure(String what, @Nullable Throwable cause) {
        super(what, cause);
    }
}
