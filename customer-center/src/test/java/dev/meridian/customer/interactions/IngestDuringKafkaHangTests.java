package dev.meridian.customer.interactions;

import static dev.meridian.customer.CustomerCalls.lookup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.ApiResponse;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Kafka takes its time: whoever waits for it holds nothing that others need. */
@CenterTest
class IngestDuringKafkaHangTests {

    /** As many as the pool has connections. */
    private static final int CALLS = 8;

    private final ApiClient aurora;
    private final HangingKafka kafka;

    IngestDuringKafkaHangTests(ApiClient api, HangingKafka kafka) {
        this.aurora = api.as(TestTokens.brand("aurora", "customer:read", "event:write"));
        this.kafka = kafka;
    }

    /** Confirms nothing until it is told to. */
    static final class HangingKafka {

        private final CountDownLatch waiting = new CountDownLatch(CALLS);
        private final CountDownLatch confirmed = new CountDownLatch(1);

        void hang() {
            waiting.countDown();
            try {
                if (!confirmed.await(60, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("Nobody let go");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @TestConfiguration
    static class SlowKafka {
        @Bean
        HangingKafka hangingKafka() {
            return new HangingKafka();
        }

        @Bean
        @Primary
        EventPublisher hangingPublisher(HangingKafka kafka) {
            return events -> kafka.hang();
        }
    }

    @Test
    void eight_calls_with_a_key_wait_and_lookups_are_answered() throws Exception {
        List<String> keys = new ArrayList<>();
        List<List<Map<String, Object>>> batches = new ArrayList<>();
        try (ExecutorService brands = Executors.newFixedThreadPool(CALLS)) {
            List<Future<ApiResponse>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS; i++) {
                String key = UUID.randomUUID().toString();
                List<Map<String, Object>> batch = List.of(Person.event(
                        key,
                        "order.paid",
                        "2026-03-02T08:00:00Z",
                        Map.of(),
                        List.of(Person.unseen().byPhone())));
                keys.add(key);
                batches.add(batch);
                Callable<ApiResponse> call = () -> send(key, batch);
                calls.add(brands.submit(call));
            }
            assertThat(kafka.waiting.await(30, TimeUnit.SECONDS)).isTrue();

            for (int i = 0; i < 3; i++) {
                assertThat(lookup(aurora, "phone", Person.unseen().phone()).status())
                        .isEqualTo(404);
            }
            send(keys.getFirst(), batches.getFirst()).expectProblem(409, "request_in_progress");

            kafka.confirmed.countDown();
            for (Future<ApiResponse> call : calls) {
                call.get().expect(202);
            }
        }
        ApiResponse again = send(keys.getFirst(), batches.getFirst()).expect(202);
        assertThat(again.header("Idempotency-Replayed")).contains("true");
    }

    private ApiResponse send(String key, List<Map<String, Object>> batch) {
        return aurora.post("/api/events").idempotencyKey(key).body(batch).send();
    }
}
