package dev.meridian.local.fleet;

import dev.meridian.platform.servers.Database;
import java.util.Map;
import java.util.TreeMap;

/** The environment of each service, from the fleet's ports and secrets. */
final class Environments {

    private static final String LOOPBACK = "127.0.0.1";

    private final FleetPorts ports;
    private final Secrets secrets;
    private final FleetFolder folder;
    private final Map<String, String> own;

    /** With the launcher's own environment, of which the services inherit where telemetry goes. */
    Environments(FleetPorts ports, Secrets secrets, FleetFolder folder, Map<String, String> own) {
        this.ports = ports;
        this.secrets = secrets;
        this.folder = folder;
        this.own = own;
    }

    Map<String, String> of(String service) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("MERIDIAN_PORT", String.valueOf(ports.of(service)));
        environment.put("MERIDIAN_KEYCLOAK", keycloak());
        environment.put("MERIDIAN_OTLP_ENDPOINT", own.getOrDefault("MERIDIAN_OTLP_ENDPOINT", ""));
        environment.putAll(
                switch (service) {
                    case "gateway" -> gateway();
                    case "identity-center" -> identityCenter();
                    case "customer-center" -> customerCenter();
                    case "membership-center" -> center("membership");
                    case "tag-center" -> tagCenter();
                    default -> throw new FleetException("there is no service named " + service);
                });
        return environment;
    }

    /** What the database of a service is migrated with: only this knows the owner. Empty for one without a database. */
    Map<String, String> migrationOf(String service) {
        Map<String, String> environment = of(service);
        if (!environment.containsKey("MERIDIAN_DB_URL")) {
            return Map.of();
        }
        Database database = database(service.substring(0, service.indexOf("-center")));
        environment.put("MERIDIAN_DB_OWNER", database.owner());
        environment.put("MERIDIAN_DB_OWNER_PASSWORD", database.ownerPassword());
        return environment;
    }

    String keycloak() {
        return url("keycloak");
    }

    String url(String name) {
        return "http://" + LOOPBACK + ":" + ports.of(name);
    }

    Database database(String name) {
        return new Database(
                name,
                "jdbc:postgresql://" + LOOPBACK + ":" + ports.of("postgres") + "/" + name,
                name + "_owner",
                secrets.password("database." + name + ".owner"),
                name + "_app",
                secrets.password("database." + name + ".app"));
    }

    private Map<String, String> gateway() {
        return Map.of(
                "MERIDIAN_REDIS_HOST", LOOPBACK,
                "MERIDIAN_REDIS_PORT", String.valueOf(ports.of("redis")),
                "MERIDIAN_IDENTITY_CENTER", url("identity-center"),
                "MERIDIAN_CUSTOMER_CENTER", url("customer-center"),
                "MERIDIAN_MEMBERSHIP_CENTER", url("membership-center"),
                "MERIDIAN_TAG_CENTER", url("tag-center"));
    }

    private Map<String, String> identityCenter() {
        Map<String, String> environment = center("identity");
        environment.put("MERIDIAN_KEYCLOAK_ADMIN_CLIENT_ID", "meridian-admin");
        environment.put("MERIDIAN_KEYCLOAK_ADMIN_CLIENT_SECRET", secrets.password("keycloak.admin"));
        // It starts beside Keycloak and must not sleep long after Keycloak has come.
        environment.put("MERIDIAN_PROVISIONING_RETRYLONGEST", "2s");
        environment.put("MERIDIAN_SEED", folder.seed().toString());
        for (DemoClient client : DemoClient.values()) {
            environment.put(client.variable() + "_CLIENT_SECRET", secrets.password("client." + client.label()));
        }
        return environment;
    }

    private Map<String, String> customerCenter() {
        Map<String, String> environment = center("customer");
        environment.put("MERIDIAN_KEY_ENCRYPTION_KEY", secrets.key("customer.key-encryption-key"));
        environment.put("MERIDIAN_BLIND_INDEX_KEY", secrets.key("customer.blind-index-key"));
        return environment;
    }

    private Map<String, String> tagCenter() {
        Map<String, String> environment = center("tag");
        environment.put("MERIDIAN_ELASTICSEARCH", url("elasticsearch"));
        return environment;
    }

    private Map<String, String> center(String databaseName) {
        Database database = database(databaseName);
        Map<String, String> environment = new TreeMap<>();
        environment.put("MERIDIAN_DB_URL", database.url());
        environment.put("MERIDIAN_DB_USER", database.user());
        environment.put("MERIDIAN_DB_PASSWORD", database.password());
        environment.put("MERIDIAN_KAFKA", LOOPBACK + ":" + ports.of("kafka"));
        environment.put("MERIDIAN_TOPIC_PREFIX", own.getOrDefault("MERIDIAN_TOPIC_PREFIX", ""));
        return environment;
    }
}
