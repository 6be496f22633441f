package dev.meridian.platform.messaging.wire;

/** A record that is not a CloudEvent as we write them: nobody can handle it, however often it is tried. */
public final class UnreadableEvent extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableEvent(String message) {
        super(message);
    }

    UnreadableEvent(String message, Throwable cause) {
        super(message, cause);
    }
}
