package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Before something that takes connections like a Redis and never says a word. */
class HungRedisTests extends GatewayTest {

    private static final ServerSocket SILENT = listen();

    @DynamicPropertySource
    static void silentRedis(DynamicPropertyRegistry registry) {
        registry.add("spring.data.redis.host", () -> "127.0.0.1");
        registry.add("spring.data.redis.port", SILENT::getLocalPort);
    }

    @AfterAll
    static void close() throws IOException {
        SILENT.close();
    }

    @Test
    void its_silence_is_waited_for_once_and_not_by_every_request() {
        aurora().get("/api/customers/7").send().expect(200);
        long begun = System.nanoTime();

        for (int i = 0; i < 100; i++) {
            aurora().get("/api/customers/7").send().expect(200);
        }

        // Each would have waited a quarter of a second.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(12));
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
