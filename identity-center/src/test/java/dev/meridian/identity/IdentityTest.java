package dev.meridian.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.ExtraServer;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A running center with a seed of two brands and three clients, before a real Keycloak with realms of its own. */
@CenterTest(extraServers = ExtraServer.KEYCLOAK)
public abstract class IdentityTest {

    protected static final String REALM_PREFIX =
            "t" + UUID.randomUUID().toString().substring(0, 8) + "-";
    protected static final String PLATFORM = REALM_PREFIX + "platform";
    protected static final String CUSTOMERS = REALM_PREFIX + "customers";
    protected static final String AURORA_SECRET = "aurora-" + UUID.randomUUID();
    protected static final String OPERATOR_SECRET = "operator-" + UUID.randomUUID();
    protected static final String ADMIN = "identity:admin";

    /** Holds all scopes that tests grant. */
    protected static final String[] ALL = {
        ADMIN, "platform:admin", "customer:read", "customer:write", "event:write", "member:read", "segment:read"
    };

    private static final String SEED = """
        brands:
          - key: aurora
            name: {en: Aurora, zh: 极光}
            channels:
              - {key: app, kind: app}
              - {key: mini, kind: mini_program}
          - key: boreal
            name: {en: Boreal, zh: 北境}
            channels: [{key: web, kind: web}]
        clients:
          - id: aurora.backend
            brand: aurora
            channel: api
            scopes: ['customer:read', 'event:write', 'member:read']
            secretFrom: TEST_AURORA_SECRET
          - id: operator
            brand: '*'
            channel: api
            scopes: ['identity:admin', 'platform:admin']
            secretFrom: TEST_OPERATOR_SECRET
        """;

    @DynamicPropertySource
    static void seedAndRealms(DynamicPropertyRegistry registry) {
        String keycloak = SharedServers.keycloak().url();
        registry.add("meridian.seed.file", () -> written().toString());
        registry.add("TEST_AURORA_SECRET", () -> AURORA_SECRET);
        registry.add("TEST_OPERATOR_SECRET", () -> OPERATOR_SECRET);
        TestRealms.with(REALM_PREFIX).makeAndName(registry);
        registry.add("meridian.provisioning.every", () -> "1h");
        TestTokens.trust().forEach((name, value) -> registry.add(name, () -> value));
        String platform = "meridian.security.issuers[" + TestTokens.issuers() + "].";
        registry.add(platform + "issuer", () -> keycloak + "/realms/" + PLATFORM);
        registry.add(
                platform + "jwk-set-uri", () -> keycloak + "/realms/" + PLATFORM + "/protocol/openid-connect/certs");
        registry.add(platform + "kinds", () -> "service");
        registry.add(platform + "scopes", () -> "*");
        registry.add(platform + "speaks-for-group", () -> "true");
    }

    /** Waits until what is registered is in Keycloak, so that nobody is at work there for long. */
    protected static void awaitInStep(ApiClient group) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(group.get("/api/identity/provisioning")
                                .send()
                                .json()
                                .path("state")
                                .asString())
                        .isEqualTo("in_step"));
    }

    private static Path written() {
        try {
            return Files.writeString(Files.createTempFile("seed", ".yaml"), SEED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
