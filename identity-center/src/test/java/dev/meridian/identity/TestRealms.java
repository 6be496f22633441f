package dev.meridian.identity;

import dev.meridian.identity.bootstrap.RealmBootstrap;
import dev.meridian.identity.keycloak.KeycloakProperties;
import dev.meridian.identity.keycloak.Realm;
import dev.meridian.platform.servers.KeycloakAddress;
import dev.meridian.platform.servers.SharedServers;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * Realms of a test's own in the shared Keycloak, made as a deployment makes them.
 *
 * @param properties what the center is told of them
 */
public record TestRealms(KeycloakProperties properties) {

    /** Realms whose names begin so, with accounts whose secrets nobody else knows. */
    public static TestRealms with(String prefix) {
        return new TestRealms(new KeycloakProperties(
                URI.create(SharedServers.keycloak().url()),
                prefix,
                KeycloakProperties.CLIENT_ID,
                new KeycloakProperties.Secrets(secret(), secret(), secret()),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60)));
    }

    /** The bootstrap that makes them. */
    public RealmBootstrap bootstrap() {
        KeycloakAddress keycloak = SharedServers.keycloak();
        return new RealmBootstrap(properties, keycloak.adminClientId(), keycloak.adminClientSecret());
    }

    /** Makes them, and tells the center where they are and how it signs in. */
    public void makeAndName(DynamicPropertyRegistry registry) {
        bootstrap().run();
        registry.add("meridian.keycloak.realm-prefix", properties::realmPrefix);
        for (Realm realm : Realm.values()) {
            registry.add("meridian.keycloak.secrets." + realm.key(), () -> properties.secretIn(realm));
        }
    }

    private static String secret() {
        return UUID.randomUUID().toString();
    }
}
