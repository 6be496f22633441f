package dev.meridian.platform.servers;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Test servers as containers, where a Docker engine exists. They are the same servers at the same versions. */
final class ContainerServers implements KeptServers {

    private final Map<TestServer, GenericContainer<?>> containers = new EnumMap<>(TestServer.class);
    private final String secret = UUID.randomUUID().toString();

    @Override
    public synchronized Map<String, String> address(TestServer server) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new ServerException("meridian.servers=containers needs a Docker engine, and none answers;"
                    + " leave it out, and the servers run as plain processes");
        }
        GenericContainer<?> container = containers.computeIfAbsent(server, this::start);
        String host = container.getHost();
        return switch (server) {
            case POSTGRES -> Addresses.of(new PostgresAddress(host, container.getMappedPort(5432), "postgres", secret));
            case KAFKA -> Addresses.of(host, container.getMappedPort(9092));
            case REDIS -> Addresses.of(host, container.getMappedPort(6379));
            case ELASTICSEARCH -> Addresses.of(host, container.getMappedPort(9200));
            case KEYCLOAK ->
                Addresses.of(new KeycloakAddress(host, container.getMappedPort(8080), "meridian-admin", secret));
        };
    }

    @Override
    public synchronized void close() {
        containers.values().forEach(GenericContainer::stop);
        containers.clear();
    }

    private GenericContainer<?> start(TestServer server) {
        GenericContainer<?> container = switch (server) {
            case POSTGRES ->
                container("postgres:18.6", 5432)
                        .withEnv("POSTGRES_PASSWORD", secret)
                        .withCommand("postgres", "-c", "max_connections=200");
            case KAFKA -> kafka();
            case REDIS -> container("redis:6.2", 6379);
            case ELASTICSEARCH ->
                container("docker.elastic.co/elasticsearch/elasticsearch:9.5.3", 9200)
                        .withEnv("discovery.type", "single-node")
                        .withEnv("xpack.security.enabled", "false")
                        .withEnv("ES_JAVA_OPTS", "-Xmx512m")
                        .waitingFor(Wait.forHttp("/_cluster/health").forPort(9200));
            case KEYCLOAK ->
                container("quay.io/keycloak/keycloak:26.7.3", 8080)
                        .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_ID", "meridian-admin")
                        .withEnv("KC_BOOTSTRAP_ADMIN_CLIENT_SECRET", secret)
                        .withCommand("start-dev")
                        .waitingFor(Wait.forHttp("/realms/master").forPort(8080));
        };
        container.withStartupTimeout(Duration.ofMinutes(4)).start();
        return container;
    }

    /** A broker tells its clients where it is, so its port on the host must be known before it starts. */
    private static GenericContainer<?> kafka() {
        int port = Ports.free();
        GenericContainer<?> container = container("apache/kafka:4.3.1", 9092)
                .withEnv("KAFKA_NODE_ID", "1")
                .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
                .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093")
                .withEnv("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://:9093")
                .withEnv("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://127.0.0.1:" + port)
                .withEnv("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT")
                .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_NUM_PARTITIONS", "6")
                .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1")
                .withEnv("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
        container.setPortBindings(List.of(port + ":9092"));
        return container;
    }

    private static GenericContainer<?> container(String image, int port) {
        return new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(port);
    }
}
