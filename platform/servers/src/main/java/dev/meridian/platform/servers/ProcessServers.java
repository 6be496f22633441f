package dev.meridian.platform.servers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Test servers as child processes on free ports, with fresh data. */
final class ProcessServers implements KeptServers {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Distributions distributions;
    private final Path run;
    private final Map<TestServer, Object> locks = new EnumMap<>(TestServer.class);
    private final String secret = UUID.randomUUID().toString();
    private final PostgresServer postgres;
    private final KafkaServer kafka;
    private final RedisServer redis;
    private final ElasticsearchServer elasticsearch;
    private final KeycloakServer keycloak;

    ProcessServers(Distributions distributions, Path run) {
        this.distributions = distributions;
        this.run = run;
        for (TestServer server : TestServer.values()) {
            locks.put(server, new Object());
        }
        postgres = new PostgresServer(distributions, home(TestServer.POSTGRES), Ports.free(), secret);
        kafka = new KafkaServer(distributions, home(TestServer.KAFKA), Ports.free(), Ports.free(), 256);
        redis = new RedisServer(distributions, home(TestServer.REDIS), Ports.free());
        elasticsearch =
                new ElasticsearchServer(distributions, home(TestServer.ELASTICSEARCH), Ports.free(), Ports.free(), 512);
        keycloak = new KeycloakServer(
                distributions,
                home(TestServer.KEYCLOAK),
                new KeycloakAddress("127.0.0.1", Ports.free(), "meridian-admin", secret),
                Ports.free(),
                384,
                postgres.address().database("keycloak", secret, secret));
    }

    @Override
    public Map<String, String> address(TestServer wanted) {
        synchronized (lock(wanted)) {
            return switch (wanted) {
                case POSTGRES -> {
                    started(postgres);
                    yield Addresses.of(postgres.address());
                }
                case KAFKA -> {
                    started(kafka);
                    yield Addresses.of(kafka.address().host(), kafka.port());
                }
                case REDIS -> {
                    started(redis);
                    yield Addresses.of(redis.address().host(), redis.port());
                }
                case ELASTICSEARCH -> {
                    started(elasticsearch);
                    yield Addresses.of(elasticsearch.address().host(), elasticsearch.port());
                }
                case KEYCLOAK -> {
                    Map<String, String> ignored = address(TestServer.POSTGRES);
                    Path built = distributions.keycloak();
                    Database database = postgres.address().createDatabase("keycloak", secret, secret);
                    started(keycloak);
                    yield Addresses.of(keycloak.address());
                }
            };
        }
    }

    @Override
    public void close() {
        for (Server server : List.of(keycloak, elasticsearch, redis, kafka, postgres)) {
            try {
                server.stop(PATIENCE);
            } catch (ServerException e) {
                System.err.println(e.getMessage());
            }
        }
    }

    private static void started(Server server) {
        ChildProcess ignored = server.startAndWait();
    }

    private Object lock(TestServer server) {
        Object lock = locks.get(server);
        if (lock == null) {
            throw new IllegalStateException(server.label());
        }
        return lock;
    }

    private ServerHome home(TestServer server) {
        return ServerHome.in(run, server.label());
    }
}
