package dev.meridian.platform.servers;

/**
 * Where a Kafka broker listens, without authentication.
 *
 * @param host name or address
 * @param port TCP port
 */
public record KafkaAddress(String host, int port) {

    /** The value for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return host + ":" + port;
    }
}
