package dev.meridian.platform.messaging;

/**
 * Thrown by a handler that cannot work now and will later, such as when a search index is away: the partition waits and
 * the event is tried again for as long as it takes, and never becomes a dead letter. Failures of the database are
 * recognised without it.
 */
public final class TransientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TransientFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
