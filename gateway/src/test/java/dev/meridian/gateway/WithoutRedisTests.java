package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.servers.ChildProcess;
import dev.meridian.platform.servers.Distributions;
import dev.meridian.platform.servers.Ports;
import dev.meridian.platform.servers.RedisServer;
import dev.meridian.platform.servers.ServerHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** On a Redis of its own, since it is killed. */
class WithoutRedisTests extends GatewayTest {

    private static final RedisServer REDIS = start();

    @DynamicPropertySource
    static void ownRedis(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.host", () -> "127.0.0.1");
        registry.add("spring.data.redis.port", REDIS::port);
    }

    @AfterAll
    static void nothing_is_left_running() {
        REDIS.kill();
    }

    @Test
    void requests_pass_uncounted_and_without_delay_while_redis_is_away() {
        assertThat(aurora().get("/api/customers/7").send().expect(200).header("X-RateLimit-Remaining"))
                .isPresent();

        REDIS.kill();

        for (int i = 0; i < 20; i++) {
            long begun = System.nanoTime();
            aurora().get("/api/customers/7").send().expect(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static RedisServer start() {
        try {
            ServerHome home = ServerHome.in(Files.createTempDirectory("gateway-redis"), "redis");
            RedisServer redis =
                    new RedisServer(Distributions.of(Path.of(System.getProperty("meridian.root"))), home, Ports.free());
            ChildProcess process = redis.startAndWait();
            assertThat(process.isAlive()).isTrue();
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
