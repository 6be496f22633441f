package dev.meridian.platform.servers;

import java.util.Optional;

/** A port a server was to listen on is in use. */
public final class PortTakenException extends ServerException {

    private static final long serialVersionUID = 1L;

    private final int port;

    PortTakenException(int port, String wanter, Optional<String> holder) {
        super("port " + port + ", wanted by " + wanter + ", is taken by " + holder.orElse("another process"));
        this.port = port;
    }

    /** The port. */
    public int port() {
        return port;
    }
}
