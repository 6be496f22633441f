package dev.meridian.platform.servers;

/**
 * Where a Redis server listens, without authentication.
 *
 * @param host name or address
 * @param port TCP port
 */
public record RedisAddress(String host, int port) {}
