package dev.meridian.platform.servers;

/**
 * The servers tests use: started on first use, once per build, shared by every module of that build, and gone shortly
 * after it.
 */
public final class SharedServers {

    private SharedServers() {}

    /** A PostgreSQL server; make a database of your own on it. */
    public static PostgresAddress postgres() {
        throw new UnsupportedOperationException();
    }

    /** A Kafka broker; use a topic prefix and groups of your own on it. */
    public static KafkaAddress kafka() {
        throw new UnsupportedOperationException();
    }

    /** A Redis server; use keys of your own on it. */
    public static RedisAddress redis() {
        throw new UnsupportedOperationException();
    }

    /** An Elasticsearch node; use indices of your own on it. */
    public static ElasticsearchAddress elasticsearch() {
        throw new UnsupportedOperationException();
    }

    /** A Keycloak server; use realms of your own on it. */
    public static KeycloakAddress keycloak() {
        throw new UnsupportedOperationException();
    }
}
