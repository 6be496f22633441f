package dev.meridian.local.fleet;

import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.Distributions;
import dev.meridian.platform.servers.ElasticsearchServer;
import dev.meridian.platform.servers.KafkaServer;
import dev.meridian.platform.servers.KeycloakAddress;
import dev.meridian.platform.servers.KeycloakServer;
import dev.meridian.platform.servers.PostgresServer;
import dev.meridian.platform.servers.RedisServer;
import dev.meridian.platform.servers.Server;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every process of a fleet, as it would be started.
 *
 * @param distributions where the servers' programs lie
 * @param services the gateway last, after the centers it stands before
 */
record Machines(
        Distributions distributions,
        PostgresServer postgres,
        KafkaServer kafka,
        RedisServer redis,
        ElasticsearchServer elasticsearch,
        KeycloakServer keycloak,
        List<Service> services) {

    /** The databases of the centers; Keycloak has one more. */
    static final List<String> CENTER_DATABASES = List.of("identity", "customer", "membership", "tag");

    /** The account of the realm master that Keycloak begins with; used to make other accounts, and for nothing else. */
    static final String KEYCLOAK_ADMINISTRATOR = "meridian-admin";

    private static final String LOOPBACK = "127.0.0.1";

    static Machines of(FleetFolder folder, FleetPorts ports, Secrets secrets, Environments environments) {
        Distributions distributions = Distributions.of(folder.root());
        Database keycloakDatabase = environments.database("keycloak");
        return new Machines(
                distributions,
                new PostgresServer(
                        distributions, folder.home("postgres"), ports.of("postgres"), secrets.password("postgres")),
                new KafkaServer(
                        distributions, folder.home("kafka"), ports.of("kafka"), ports.of("kafka-controller"), 256),
                new RedisServer(distributions, folder.home("redis"), ports.of("redis")),
                new ElasticsearchServer(
                        distributions,
                        folder.home("elasticsearch"),
                        ports.of("elasticsearch"),
                        ports.of("elasticsearch-transport"),
                        512),
                new KeycloakServer(
                        distributions,
                        folder.home("keycloak"),
                        new KeycloakAddress(
                                LOOPBACK,
                                ports.of("keycloak"),
                                KEYCLOAK_ADMINISTRATOR,
                                secrets.password("keycloak.admin")),
                        ports.of("keycloak-management"),
                        352,
                        keycloakDatabase),
                List.of(
                        service(folder, ports, environments, "identity-center", 160),
                        service(folder, ports, environments, "customer-center", 256),
                        service(folder, ports, environments, "membership-center", 224),
                        service(folder, ports, environments, "tag-center", 256),
                        service(folder, ports, environments, "gateway", 192)));
    }

    /** In the order in which they are started. */
    List<Server> all() {
        return Stream.concat(
                        Stream.<Server>of(postgres, kafka, redis, elasticsearch, keycloak),
                        services.stream().map(Server.class::cast))
                .toList();
    }

    /** In the order in which they are ended; those of one list at the same time. */
    List<List<Server>> inStopOrder() {
        return List.of(
                List.of(services.getLast()),
                List.copyOf(services.subList(0, services.size() - 1)),
                List.of(keycloak, elasticsearch, redis, kafka),
                List.of(postgres));
    }

    private static Service service(
            FleetFolder folder, FleetPorts ports, Environments environments, String name, int heapMegabytes) {
        return new Service(
                folder,
                name,
                ports,
                heapMegabytes,
                environments.of(name),
                environments.migrationOf(name),
                environments.bootstrapOf(name));
    }
}
