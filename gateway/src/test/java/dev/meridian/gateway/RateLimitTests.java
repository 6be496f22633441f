package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestTokens;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(properties = {"meridian.gateway.rate.per-second=1", "meridian.gateway.rate.burst=3"})
class RateLimitTests extends GatewayTest {

    @Test
    void a_client_that_asks_too_often_is_told_when_to_come_back_and_others_are_served() {
        Door greedy = client();
        for (int i = 0; i < 3; i++) {
            greedy.get("/api/customers/7").send().expect(200);
        }

        ApiResponse refused = greedy.get("/api/customers/7").send();

        refused.expectProblem(429, "too_many_requests");
        assertThat(refused.header("Retry-After")).hasValue("2");
        assertThat(refused.header("X-RateLimit-Remaining")).hasValue("0");
        client().get("/api/customers/7").send().expect(200);
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> greedy.get("/api/customers/7").send().expect(200));
    }

    @Test
    void the_composed_view_draws_from_the_same_share() {
        Door greedy = client();
        for (int i = 0; i < 3; i++) {
            greedy.get("/api/customers/7").send().expect(200);
        }

        greedy.get("/api/customers/" + CUSTOMER_ID + "/overview").send().expect(429);
    }

    private Door client() {
        return aurora().as(TestTokens.claims("aurora", "client-" + UUID.randomUUID())
                .scopes("customer:read")
                .sign());
    }
}
