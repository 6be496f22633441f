package dev.meridian.platform.testing;

import dev.meridian.platform.database.SchemaMigration;
import dev.meridian.platform.servers.Database;
import dev.meridian.platform.servers.ElasticsearchAddress;
import dev.meridian.platform.servers.KeycloakAddress;
import dev.meridian.platform.servers.PostgresAddress;
import dev.meridian.platform.servers.RedisAddress;
import dev.meridian.platform.servers.SharedServers;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives a context its servers. Equal for equal wishes, so that Spring's context cache lets test classes share a center.
 *
 * @param extraServers beside PostgreSQL and Kafka
 * @param database whether the center has one
 */
record CenterTestCustomizer(Set<ExtraServer> extraServers, boolean database) implements ContextCustomizer {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 6;

    @Override
    public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
        GenericApplicationContext beans = (GenericApplicationContext) context;
        ConfigurableEnvironment environment = context.getEnvironment();
        String name = "test_" + randomName();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.putAll(TestTokens.trust());
        settings.put("MERIDIAN_MANAGEMENT_PORT", "0");
        settings.put("MERIDIAN_KEY_ENCRYPTION_KEY", randomKey());
        settings.put("MERIDIAN_BLIND_INDEX_KEY", randomKey());

        if (database) {
            PostgresAddress postgres = SharedServers.postgres();
            Database made = postgres.createDatabase(name, randomName(), randomName());
            settings.put("MERIDIAN_DB_URL", made.url());
            settings.put("MERIDIAN_DB_USER", made.user());
            settings.put("MERIDIAN_DB_PASSWORD", made.password());
            migrate(environment, made);
            lazily(beans, TestDatabase.class, () -> new TestDatabase(postgres, made));
        }

        String topicPrefix = name.replace('_', '-') + ".";
        String kafka = SharedServers.kafka().bootstrapServers();
        TestTopics.create(
                kafka,
                TestTopics.heardFromOthers(environment.getProperty("spring.application.name", "")).stream()
                        .map(topic -> topicPrefix + topic)
                        .toList());
        settings.put("MERIDIAN_KAFKA", kafka);
        settings.put("MERIDIAN_TOPIC_PREFIX", topicPrefix);
        lazily(beans, EventProbe.class, () -> new EventProbe(kafka, topicPrefix));
        lazily(beans, ApiClient.class, () -> apiClient(environment));

        for (ExtraServer server : extraServers) {
            settings.putAll(settings(server));
        }
        TestPropertyValues.of(settings).applyTo(environment, TestPropertyValues.Type.MAP, "center-test");
    }

    /** As in production: a step of its own, before the center starts, which never learns who owns the schema. */
    private static void migrate(ConfigurableEnvironment center, Database made) {
        String migrations = center.getProperty("meridian.database.migrations");
        if (migrations == null) {
            return;
        }
        StandardEnvironment owner = new StandardEnvironment();
        owner.getPropertySources()
                .addFirst(new MapPropertySource(
                        "migration",
                        Map.of(
                                "MERIDIAN_DB_URL", made.url(),
                                "MERIDIAN_DB_OWNER", made.owner(),
                                "MERIDIAN_DB_OWNER_PASSWORD", made.ownerPassword(),
                                "MERIDIAN_DB_USER", made.user(),
                                "meridian.database.migrations", migrations)));
        SchemaMigration.of(owner).migrate();
    }

    private static Map<String, String> settings(ExtraServer server) {
        return switch (server) {
            case ELASTICSEARCH -> {
                ElasticsearchAddress at = SharedServers.elasticsearch();
                yield Map.of("MERIDIAN_ELASTICSEARCH", at.url());
            }
            case REDIS -> {
                RedisAddress at = SharedServers.redis();
                yield Map.of("MERIDIAN_REDIS_HOST", at.host(), "MERIDIAN_REDIS_PORT", Integer.toString(at.port()));
            }
            case KEYCLOAK -> {
                KeycloakAddress at = SharedServers.keycloak();
                yield Map.of(
                        "MERIDIAN_KEYCLOAK", at.url(),
                        "MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_ID", at.adminClientId(),
                        "MERIDIAN_KEYCLOAK_BOOTSTRAP_CLIENT_SECRET", at.adminClientSecret());
            }
        };
    }

    private static ApiClient apiClient(ConfigurableEnvironment environment) {
        String port = environment.getRequiredProperty("local.server.port");
        String center = environment.getRequiredProperty("spring.application.name");
        return ApiClient.of("http://127.0.0.1:" + port, center);
    }

    /** Made when a test asks for it: by then the center runs and its port is known. */
    private static <T> void lazily(GenericApplicationContext beans, Class<T> type, Supplier<T> maker) {
        beans.registerBean(type, maker, bean -> bean.setLazyInit(true));
    }

    private static String randomName() {
        byte[] bytes = new byte[NAME_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String randomKey() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
