package dev.meridian.platform.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers tests use: started on first use, once per build, shared by every module of that build, and gone shortly
 * after it. They live in a process of their own, the keeper, which watches the Maven process that owns the build.
 *
 * <p>System properties: {@code meridian.root} (the checkout; needed), {@code meridian.servers} ({@code processes}, or
 * {@code containers} for Testcontainers) and {@code meridian.servers.linger} (how long they stay after the build,
 * ISO-8601, ten seconds unless said; the environment variable {@code MERIDIAN_SERVERS_LINGER} says the same).
 */
public final class SharedServers {

    private static final Map<TestServer, Map<String, String>> KNOWN = new ConcurrentHashMap<>();

    private SharedServers() {}

    /** A PostgreSQL server; make a database of your own on it. */
    public static PostgresAddress postgres() {
        return Addresses.postgres(ask(TestServer.POSTGRES));
    }

    /** A Kafka broker; use a topic prefix and groups of your own on it. Topics are not made by using them. */
    public static KafkaAddress kafka() {
        return Addresses.kafka(ask(TestServer.KAFKA));
    }

    /** A Redis server; use keys of your own on it. */
    public static RedisAddress redis() {
        return Addresses.redis(ask(TestServer.REDIS));
    }

    /** An Elasticsearch node; use indices of your own on it. */
    public static ElasticsearchAddress elasticsearch() {
        return Addresses.elasticsearch(ask(TestServer.ELASTICSEARCH));
    }

    /** A Keycloak server; use realms of your own on it. */
    public static KeycloakAddress keycloak() {
        return Addresses.keycloak(ask(TestServer.KEYCLOAK));
    }

    private static Map<String, String> ask(TestServer server) {
        return KNOWN.computeIfAbsent(server, each -> keeper().ask(each, BuildOwner.find()));
    }

    private static KeeperClient keeper() {
        String root = System.getProperty("meridian.root");
        if (root == null) {
            throw new ServerException("the system property meridian.root does not say where the checkout is");
        }
        return new KeeperClient(Path.of(root), KeeperMode.named(System.getProperty("meridian.servers")), linger());
    }

    private static Duration linger() {
        return Optional.ofNullable(System.getProperty("meridian.servers.linger"))
                .or(() -> Optional.ofNullable(System.getenv("MERIDIAN_SERVERS_LINGER")))
                .map(Duration::parse)
                .orElse(Duration.ofSeconds(10));
    }
}
