package dev.meridian.local.fleet;

import dev.meridian.platform.servers.Database;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The environment of each service, from the fleet's ports and secrets. */
final class Environments {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String FIRST_PROGRAMME_EARNS_SINCE = "MERIDIAN_FIRST_PROGRAMME_EARNS_SINCE";

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
        environment.put("MERIDIAN_ADDRESS", LOOPBACK);
        environment.put("MERIDIAN_MANAGEMENT_PORT", String.valueOf(ports.managementOf(service)));
        environment.put("MERIDIAN_MANAGEMENT_ADDRESS", LOOPBACK);
        environment.put("MERIDIAN_KEYCLOAK", keycloak());
        environment.put("MERIDIAN_TOKEN_ISSUER", keycloak());
        environment.put("MERIDIAN_TOKEN_KEYS", keycloak());
        environment.put("MERIDIAN_OTLP_ENDPOINT", own.getOrDefault("MERIDIAN_OTLP_ENDPOINT", ""));
        environment.putAll(
                switch (service) {
                    case "gateway" -> gateway();
                    case "identity-center" -> identityCenter();
                    case "customer-center" -> customerCenter();
                    case "membership-center" -> membershipCenter();
                    case "tag-center" -> tagCenter();
                    default -> throw new FleetException("there is no service named " + service);
                });
        return environment;
    }

    /** What a service's accounts in Keycloak are made with: only this knows the account that may do everything there. */
    Map<String, String> bootstrapOf(String service) {
        if (!service.equals("identity-center")) {
            return Map.of();
        }
        Map<String, String> environment = new TreeMap<>(of(service));
        environment.put("MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_ID", Machines.KEYCLOAK_ADMINISTRATOR);
        environment.put("MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_SECRET", secrets.password("keycloak.admin"));
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
        environment.put("MERIDIAN_KEYCLOAK_ADMIN", keycloak());
        for (String realm : List.of("platform", "customers", "staff")) {
            environment.put(
                    "MERIDIAN_KEYCLOAK_" + realm.toUpperCase(Locale.ROOT) + "_SECRET",
                    secrets.password("keycloak.identity-center." + realm));
        }
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

    private Map<String, String> membershipCenter() {
        Map<String, String> environment = center("membership");
        // Purchases of long ago are what a demonstration is made of; elsewhere history earns nothing.
        environment.put(
                FIRST_PROGRAMME_EARNS_SINCE, own.getOrDefault(FIRST_PROGRAMME_EARNS_SINCE, "1970-01-01T00:00:00Z"));
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
