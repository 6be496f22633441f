package dev.meridian.customer.protection;

import dev.meridian.platform.messaging.TransientFailure;
import dev.meridian.platform.problems.CapabilityUnavailableException;

/**
 * Something is closed with a key-encryption key that this instance was not given: another instance already has the next
 * one, or one that is still needed was taken away. It passes when the key is there: a caller may try again, and an event
 * waits instead of becoming a dead letter.
 */
public final class UnknownKeyException extends CapabilityUnavailableException {

    private static final long serialVersionUID = 1L;

    UnknownKeyException(String kekId) {
        super(
                "Key-encryption key " + kekId + " is not configured here",
                new TransientFailure(
                        "Waiting for key-encryption key " + kekId, new IllegalStateException("No such key")));
    }
}
