package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FailureTests extends GatewayTest {

    @Test
    void a_center_that_is_down_is_unavailable_and_the_others_are_not() {
        TAG.goesDown();

        ApiResponse answer = aurora().get("/api/segments/big-spenders").send();

        answer.expectProblem(503, "capability_unavailable");
        assertThat(answer.json().path("retryable").asBoolean()).isTrue();
        assertThat(answer.header("Retry-After")).isPresent();
        aurora().get("/api/customers/7").send().expect(200);
    }

    @Test
    void a_center_that_comes_back_is_used_again() {
        TAG.goesDown();
        aurora().get("/api/segments/big-spenders").send().expect(503);
        TAG.reset();

        aurora().get("/api/segments/big-spenders").send().expect(200);
    }

    @Test
    void a_center_that_does_not_answer_in_time_is_a_timeout() {
        CountDownLatch answered = new CountDownLatch(1);
        CUSTOMER.answers(exchange -> await(answered));
        long begun = System.nanoTime();

        ApiResponse answer = aurora().get("/api/customers/7").send();

        answered.countDown();
        answer.expectProblem(504, "timeout");
        assertThat(answer.header("Retry-After")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void a_write_whose_answer_is_lost_is_not_sent_again() {
        CUSTOMER.answers(Backend.hangUp());

        aurora().post("/api/customers/identify", new byte[] {'{', '}'})
                .send()
                .expectProblem(503, "capability_unavailable");

        assertThat(CUSTOMER.seen()).hasSize(1);
    }

    /** A call that brings no answer is over too, however it ends. */
    @Test
    void a_call_without_an_answer_does_not_stay_active_for_ever() throws IOException {
        CUSTOMER.answers(Backend.hangUp());
        aurora().get("/api/customers/7").send().expect(503);
        CUSTOMER.goesDown();
        aurora().get("/api/customers/7").send().expect(503);
        CUSTOMER.reset();
        CountDownLatch answered = new CountDownLatch(1);
        CUSTOMER.answers(exchange -> await(answered));
        aurora().get("/api/customers/7").send().expect(504);
        hangUpOnceActive("/api/customers/8");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(active()).isZero());
        answered.countDown();
        var ignored = aurora().get("/api/customers/7").send();
        assertThat(active()).isZero();
    }

    private void hangUpOnceActive(String path) throws IOException {
        try (Socket caller = new Socket("127.0.0.1", URI.create(url()).getPort())) {
            caller.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: meridian.test\r\nAuthorization: Bearer "
                                    + TestTokens.brand("aurora", "customer:read") + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Awaitility.await()
                    .until(() ->
                            CUSTOMER.seen().stream().anyMatch(seen -> seen.uri().equals(path)));
        }
    }

    /** What the gauge of calls to centers says. */
    private double active() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String figures = http.send(
                            HttpRequest.newBuilder(URI.create(managementUrl() + "/actuator/prometheus"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            List<String> gauges = figures.lines()
                    .filter(line -> line.startsWith("http_client_requests_active_seconds_count"))
                    .toList();
            assertThat(gauges).isNotEmpty();
            return gauges.stream()
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
