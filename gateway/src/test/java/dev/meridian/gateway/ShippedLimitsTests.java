package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The numbers the gateway is shipped with, said a second time, and that it goes by them. */
class ShippedLimitsTests extends GatewayTest {

    @Autowired
    private Environment environment;

    /** How fast a busy machine is, is not the subject here. */
    @DynamicPropertySource
    static void patience(DynamicPropertyRegistry registry) {
        registry.add("spring.cloud.gateway.server.webflux.httpclient.response-timeout", () -> "20s");
        registry.add("spring.data.redis.connect-timeout", () -> "10s");
        registry.add("spring.data.redis.timeout", () -> "10s");
    }

    @ParameterizedTest
    @CsvSource({
        "meridian.gateway.rate.per-second, 2000",
        "meridian.gateway.rate.burst, 4000",
        "meridian.gateway.body.limit, 1MB",
        "meridian.gateway.body.paths[/api/events], 5MB",
        "server.max-http-request-header-size, 16KB",
        "server.netty.max-initial-line-length, 8KB",
        "spring.cloud.gateway.server.webflux.httpclient.pool.max-connections, 256"
    })
    void a_changed_limit_is_a_changed_promise(String setting, String shipped) {
        assertThat(environment.getProperty(setting)).isEqualTo(shipped);
    }

    @Test
    void a_client_may_ask_four_thousand_times_at_once_and_two_thousand_times_a_second() {
        // Where the counter could not be asked, the door lets pass without figures.
        ApiResponse first = await("a counted call")
                .atMost(Duration.ofSeconds(30))
                .until(
                        this::firstCallOfSomebody,
                        answer -> answer.header("X-RateLimit-Remaining").isPresent());

        assertThat(first.header("X-RateLimit-Replenish-Rate")).hasValue("2000");
        assertThat(first.header("X-RateLimit-Burst-Capacity")).hasValue("4000");
        assertThat(first.header("X-RateLimit-Remaining")).hasValue("3999");
    }

    private ApiResponse firstCallOfSomebody() {
        return aurora().as(TestTokens.claims("aurora", "client-" + UUID.randomUUID())
                        .scopes("customer:read")
                        .sign())
                .get("/api/customers/7")
                .send()
                .expect(200);
    }

    @Test
    void headers_of_more_than_sixteen_kilobytes_do_not_get_in() {
        aurora().header("X-Note", "x".repeat(12 * 1024))
                .get("/api/customers/7")
                .send()
                .expect(200);
        CUSTOMER.reset();

        int refused = aurora().header("X-Note", "x".repeat(17 * 1024))
                .get("/api/customers/7")
                .send()
                .status();

        assertThat(refused).isBetween(400, 499);
        assertThat(CUSTOMER.seen()).isEmpty();
    }

    @Test
    void an_address_of_more_than_eight_kilobytes_does_not_get_in() {
        aurora().get("/api/customers/7")
                .query("note", "x".repeat(7 * 1024))
                .send()
                .expect(200);
        CUSTOMER.reset();

        int refused = aurora().get("/api/customers/7")
                .query("note", "x".repeat(9 * 1024))
                .send()
                .status();

        assertThat(refused).isBetween(400, 499);
        assertThat(CUSTOMER.seen()).isEmpty();
    }
}
