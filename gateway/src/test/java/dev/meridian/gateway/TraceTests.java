package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.meridian.platform.servers.RedisAddress;
import dev.meridian.platform.servers.SharedServers;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Reads what leaves for a trace store, byte by byte. */
@ExtendWith(OutputCaptureExtension.class)
class TraceTests {

    private static final String PHONE = "13800138000";
    private static final String CALLERS_TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final HttpServer collector = collector();
    private final Backend center = new Backend();

    @AfterEach
    void stop() {
        collector.stop(0);
        center.goesDown();
    }

    @Test
    void no_address_of_a_call_is_stored_with_its_query_whether_it_is_answered_or_fails(CapturedOutput output) {
        try (ConfigurableApplicationContext gateway = start("1.0")) {
            Door caller = caller(gateway);
            lookup(caller).expect(200);
            center.answers(Backend.hangUp());
            lookup(caller).expect(503);
            center.goesDown();
            lookup(caller).expect(503);
            center.reset();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(told()).contains("http get", "/api/customers/lookup"));
        }

        assertThat(told()).doesNotContain(PHONE);
        assertThat(output.getAll()).doesNotContain(PHONE);
    }

    @Test
    void a_caller_cannot_have_its_calls_traced_nor_name_the_trace() {
        try (ConfigurableApplicationContext gateway = start("0.0")) {
            for (String name : new String[] {"traceparent", "b3"}) {
                String sampled = CALLERS_TRACE + "-b7ad6b7169203331-";
                caller(gateway)
                        .header(name, name.equals("b3") ? sampled + "1" : "00-" + sampled + "01")
                        .get("/api/customers/7")
                        .send()
                        .expect(200);
            }
            assertThat(center.seen()).hasSize(2).allSatisfy(seen -> {
                assertThat(seen.headers().toString()).doesNotContain(CALLERS_TRACE);
                // The last bit says whether the trace is kept; the one before it, that its id is random.
                assertThat(seen.headers().getFirst("Traceparent")).matches(".*-0[02]");
            });
        }

        // Closing sends what was kept.
        assertThat(told()).isEmpty();
    }

    private static dev.meridian.platform.testing.ApiResponse lookup(Door caller) {
        return caller.get("/api/customers/lookup")
                .query("type", "phone")
                .query("value", PHONE)
                .send();
    }

    private String told() {
        return String.join("\n", received);
    }

    private Door caller(ConfigurableApplicationContext gateway) {
        String port = gateway.getEnvironment().getRequiredProperty("local.server.port");
        return new Door("http://127.0.0.1:" + port, Map.of()).as(TestTokens.brand("aurora", "customer:read"));
    }

    private ConfigurableApplicationContext start(String sampling) {
        RedisAddress redis = SharedServers.redis();
        return SpringApplication.run(
                Gateway.class,
                "--server.port=0",
                "--MERIDIAN_MANAGEMENT_PORT=0",
                "--MERIDIAN_REDIS_HOST=" + redis.host(),
                "--MERIDIAN_REDIS_PORT=" + redis.port(),
                "--MERIDIAN_CUSTOMER_CENTER=" + center.url(),
                "--MERIDIAN_OTLP_ENDPOINT=http://127.0.0.1:"
                        + collector.getAddress().getPort(),
                "--MERIDIAN_TRACE_SAMPLING=" + sampling,
                "--meridian.security.issuers[0].issuer=" + TestTokens.issuer(),
                "--meridian.security.issuers[0].jwk-set-uri=" + TestTokens.keysAddress(),
                "--meridian.security.issuers[0].kinds=service");
    }

    private HttpServer collector() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/traces", exchange -> {
                received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
