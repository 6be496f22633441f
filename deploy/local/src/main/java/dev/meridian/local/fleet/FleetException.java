package dev.meridian.local.fleet;

/** Something a person can put right; the message says what. */
public final class FleetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a message for the person at the terminal. */
    public FleetException(String message) {
        super(message);
    }

    /** With a message for the person at the terminal and what caused it. */
    public FleetException(String message, Throwable cause) {
        super(message, cause);
    }
}
