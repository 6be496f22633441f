package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class OperationsTests extends GatewayTest {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void it_is_ready_whatever_the_centers_do() throws IOException, InterruptedException {
        CENTERS.forEach(Backend::goesDown);

        for (String path :
                new String[] {"/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness"}) {
            HttpResponse<String> health = get(path);
            assertThat(health.statusCode()).as(path).isEqualTo(200);
            assertThat(health.body()).contains("UP").doesNotContain("components");
        }
    }

    @Test
    void its_figures_are_there_to_be_scraped() throws IOException, InterruptedException {
        aurora().get("/api/customers/7").send().expect(200);

        assertThat(get("/actuator/prometheus").body())
                .contains("http_server_requests_seconds_count", "application=\"gateway\"");
    }

    /** An operator may open the port of figures to a network without opening the door to it. */
    @Test
    void where_figures_are_told_nobody_is_served() throws IOException, InterruptedException {
        for (String path : new String[] {"/api/customers/7", "/docs", "/docs/openapi/gateway.yaml", "/actuator/env"}) {
            assertThat(get(path).statusCode()).as(path).isIn(401, 404);
        }
        assertThat(CENTERS).allSatisfy(center -> assertThat(center.seen()).isEmpty());
    }

    @Test
    void a_call_is_logged_with_who_and_how_but_without_its_query(CapturedOutput output) {
        aurora().get("/api/customers/lookup")
                .query("type", "phone")
                .query("value", "+8613800138000")
                .header("X-Request-Id", "order-4711")
                .send()
                .expect(200);

        // The line is written after the answer has gone out.
        await().untilAsserted(() ->
                assertThat(output.getOut()).contains("order-4711", "aurora.backend", "/api/customers/lookup"));
        assertThat(output.getOut()).doesNotContain("13800138000");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(managementUrl() + path)).build(), BodyHandlers.ofString());
    }
}
