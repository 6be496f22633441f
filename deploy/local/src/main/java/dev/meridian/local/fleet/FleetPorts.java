package dev.meridian.local.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a fleet, by name. They lie in two blocks above a base, so that a second fleet needs one number only: what
 * is called, and a thousand above it what is watched.
 *
 * @param numbers name to port
 */
public record FleetPorts(Map<String, Integer> numbers) {

    /** The base unless another is asked for. */
    public static final int DEFAULT_BASE = 8080;

    private static final String PREFIX = "port.";

    /** How far the port for health and figures lies above the port that is called. */
    private static final int MANAGEMENT_DISTANCE = 1000;

    private static final String MANAGEMENT = "-management";

    private static final Map<String, Integer> SERVICES = services();

    private static final Map<String, Integer> OFFSETS = offsets();

    /** Copies the map and checks the range of every port. */
    public FleetPorts {
        numbers.forEach((name, port) -> {
            if (!OFFSETS.containsKey(name)) {
                throw new FleetException("there is no port named " + name + ", but " + OFFSETS.keySet());
            }
            if (port < 1 || port > 65535) {
                throw new FleetException("port " + port + " of " + name + " is outside 1 to 65535");
            }
        });
        numbers = Map.copyOf(numbers);
    }

    /**
     * The block above a base, with some ports set apart.
     *
     * @param base port of the gateway; the others follow up to base + 115, and from base + 1000 to base + 1004
     * @param others ports by name that lie elsewhere
     */
    public static FleetPorts above(int base, Map<String, Integer> others) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        OFFSETS.forEach((name, offset) -> numbers.put(name, base + offset));
        numbers.putAll(others);
        return new FleetPorts(numbers);
    }

    /** The port of that name. */
    public int of(String name) {
        return Optional.ofNullable(numbers.get(name))
                .orElseThrow(() -> new FleetException("there is no port named " + name));
    }

    /** The port on which a service tells its health and its figures. */
    public int managementOf(String service) {
        return of(service + MANAGEMENT);
    }

    void store(Properties properties) {
        numbers.forEach((name, port) -> properties.setProperty(PREFIX + name, String.valueOf(port)));
    }

    /** The ports a fleet was started with, when all of them are there. */
    static Optional<FleetPorts> load(Properties properties) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (String name : OFFSETS.keySet()) {
            Integer port = stored(name, properties);
            if (port == null) {
                return Optional.empty();
            }
            numbers.put(name, port);
        }
        return Optional.of(new FleetPorts(numbers));
    }

    /** A fleet that was started before its services had two ports has stored one of them. */
    private static @Nullable Integer stored(String name, Properties properties) {
        String port = properties.getProperty(PREFIX + name);
        if (port != null) {
            return Integer.valueOf(port);
        }
        String service = name.endsWith(MANAGEMENT) ? name.substring(0, name.length() - MANAGEMENT.length()) : name;
        String called = properties.getProperty(PREFIX + service);
        return called != null && SERVICES.containsKey(service) ? Integer.valueOf(called) + MANAGEMENT_DISTANCE : null;
    }

    private static Map<String, Integer> services() {
        Map<String, Integer> offsets = new LinkedHashMap<>();
        offsets.put("gateway", 0);
        offsets.put("identity-center", 1);
        offsets.put("customer-center", 2);
        offsets.put("membership-center", 3);
        offsets.put("tag-center", 4);
        return offsets;
    }

    private static Map<String, Integer> offsets() {
        Map<String, Integer> offsets = new LinkedHashMap<>(SERVICES);
        SERVICES.forEach((name, offset) -> offsets.put(name + MANAGEMENT, offset + MANAGEMENT_DISTANCE));
        offsets.put("keycloak", 100);
        offsets.put("keycloak-management", 101);
        offsets.put("postgres", 110);
        offsets.put("redis", 111);
        offsets.put("kafka", 112);
        offsets.put("kafka-controller", 113);
        offsets.put("elasticsearch", 114);
        offsets.put("elasticsearch-transport", 115);
        return offsets;
    }
}
