package dev.meridian.customer.interactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.customer.Person;
import dev.meridian.platform.messaging.EventPublisher;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.testing.ApiClient;
import dev.meridian.platform.testing.CenterTest;
import dev.meridian.platform.testing.TestDatabase;
import dev.meridian.platform.testing.TestTokens;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/** Kafka does not confirm: the caller is told to come again, and may. */
@CenterTest
class IngestWithoutKafkaTests {

    private final ApiClient aurora;
    private final TestDatabase database;

    IngestWithoutKafkaTests(ApiClient api, TestDatabase database) {
        this.aurora = api.as(TestTokens.brand("aurora", "event:write"));
        this.database = database;
    }

    @TestConfiguration
    static class SilentKafka {
        @Bean
        @Primary
        EventPublisher silentPublisher() {
            return events -> {
                throw new KafkaUnavailable("no confirmation", new TimeoutException());
            };
        }
    }

    @Test
    void nothing_is_accepted_and_the_same_call_may_be_sent_again() {
        String key = UUID.randomUUID().toString();
        List<Map<String, Object>> batch = List.of(Person.event(
                UUID.randomUUID().toString(),
                "order.paid",
                "2026-03-02T08:00:00Z",
                Map.of(),
                List.of(Person.unseen().byPhone())));

        JsonNode problem = aurora.post("/api/events")
                .idempotencyKey(key)
                .body(batch)
                .send()
                .expectProblem(503, "capability_unavailable")
                .json();
        aurora.post("/api/events").idempotencyKey(key).body(batch).send().expectProblem(503, "capability_unavailable");

        assertThat(problem.path("retryable").asBoolean()).isTrue();
        assertThat(database.number("select count(*) from interaction")).isZero();
        assertThat(database.number("select count(*) from identifier")).isZero();
    }

    @Test
    void a_call_in_which_nothing_is_fit_to_be_stored_needs_no_kafka() {
        assertThat(aurora.unchecked()
                        .post("/api/events")
                        .body(List.of(Map.of("id", "x")))
                        .send()
                        .expect(202)
                        .json()
                        .path("accepted")
                        .asInt())
                .isZero();
    }
}
