package dev.meridian.platform.servers;

/** A server could not be found, started, prepared or stopped; the message says which and what to do. */
public class ServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With a message a person can act on. */
    public ServerException(String message) {
        super(message);
    }

    /** With a message a person can act on and what caused it. */
    public ServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
