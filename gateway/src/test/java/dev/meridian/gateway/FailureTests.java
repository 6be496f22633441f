package dev.meridian.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.testing.ApiResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
