package dev.meridian.platform.servers;

import java.util.Map;

/** Where a keeper's servers come from: processes or containers. */
interface KeptServers extends AutoCloseable {

    /** Starts the server unless it runs, and waits until it is ready; its address as names and values. */
    Map<String, String> address(TestServer server);

    /** Ends every server. */
    @Override
    void close();
}
