package dev.meridian.platform.servers;

/**
 * Where an Elasticsearch node listens, without authentication.
 *
 * @param host name or address
 * @param port HTTP port
 */
public record ElasticsearchAddress(String host, int port) {

    /** Base URL, without a slash at the end. */
    public String url() {
        return "http://" + host + ":" + port;
    }
}
