package dev.meridian.platform.servers;

import java.util.Map;
import java.util.Optional;

/** Addresses as plain names and values, the way the keeper hands them to other processes, and back. */
final class Addresses {

    private Addresses() {}

    static Map<String, String> of(PostgresAddress address) {
        return Map.of(
                "host", address.host(),
                "port", String.valueOf(address.port()),
                "user", address.user(),
                "password", address.password());
    }

    static Map<String, String> of(KeycloakAddress address) {
        return Map.of(
                "host", address.host(),
                "port", String.valueOf(address.port()),
                "user", address.adminClientId(),
                "password", address.adminClientSecret());
    }

    static Map<String, String> of(String host, int port) {
        return Map.of("host", host, "port", String.valueOf(port));
    }

    static PostgresAddress postgres(Map<String, String> values) {
        return new PostgresAddress(host(values), port(values), get(values, "user"), get(values, "password"));
    }

    static KeycloakAddress keycloak(Map<String, String> values) {
        return new KeycloakAddress(host(values), port(values), get(values, "user"), get(values, "password"));
    }

    static KafkaAddress kafka(Map<String, String> values) {
        return new KafkaAddress(host(values), port(values));
    }

    static RedisAddress redis(Map<String, String> values) {
        return new RedisAddress(host(values), port(values));
    }

    static ElasticsearchAddress elasticsearch(Map<String, String> values) {
        return new ElasticsearchAddress(host(values), port(values));
    }

    private static String host(Map<String, String> values) {
        return get(values, "host");
    }

    private static int port(Map<String, String> values) {
        return Integer.parseInt(get(values, "port"));
    }

    private static String get(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name))
                .orElseThrow(() -> new ServerException("the address has no " + name));
    }
}
