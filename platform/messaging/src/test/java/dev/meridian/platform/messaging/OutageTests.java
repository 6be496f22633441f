package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meridian.platform.servers.Distributions;
import dev.meridian.platform.servers.KafkaServer;
import dev.meridian.platform.servers.Ports;
import dev.meridian.platform.servers.PostgresServer;
import dev.meridian.platform.servers.Server;
import dev.meridian.platform.servers.ServerHome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutageTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONSUMER = "test-center.counting";

    @TempDir
    private static Path state;

    private KafkaServer kafka;
    private PostgresServer postgres;
    private Place place;

    @BeforeEach
    void startServers() {
        Distributions distributions = Distributions.of(Path.of(System.getProperty("meridian.root")));
        Path own = state.resolve(UUID.randomUUID().toString());
        kafka = new KafkaServer(distributions, ServerHome.in(own, "kafka"), Ports.free(), Ports.free(), 256);
        postgres = new PostgresServer(distributions, ServerHome.in(own, "postgres"), Ports.free(), "secret");
        begin(postgres);
        place = Place.fresh(postgres.address(), kafka.address().bootstrapServers());
    }

    @AfterEach
    void stopServers() {
        kafka.stop(Duration.ofSeconds(10));
        postgres.stop(Duration.ofSeconds(10));
    }

    @Test
    void a_center_starts_without_kafka_and_what_it_tells_arrives_when_kafka_comes() {
        List<UUID> told = new ArrayList<>();
        try (TestCenter center = counting()) {
            told.addAll(tell(center, 0, 300));
            assertThatExceptionOfType(KafkaUnavailable.class)
                    .isThrownBy(() ->
                            center.bean(EventPublisher.class).publishAndWait(List.of(TestCenter.note("published", 1))));
            begin(kafka);
            center.awaitNothingUnsent(PATIENCE);
            Effects.await(center.jdbc(), CONSUMER, told.size());
            assertThat(Effects.of(center.jdbc(), CONSUMER)).containsExactlyInAnyOrderElementsOf(told);
        }
    }

    @Test
    void a_broker_that_dies_and_comes_back_costs_and_repeats_nothing() {
        begin(kafka);
        List<UUID> told = new ArrayList<>();
        try (TestCenter center = counting().withTopics()) {
            told.addAll(tell(center, 0, 500));
            Effects.await(center.jdbc(), CONSUMER, 1);
            kafka.kill();
            told.addAll(tell(center, 500, 500));
            assertThat(center.unsent()).isPositive();
            begin(kafka);
            told.addAll(tell(center, 1_000, 500));

            center.awaitNothingUnsent(PATIENCE);
            Effects.await(center.jdbc(), CONSUMER, told.size());
            assertThat(Effects.of(center.jdbc(), CONSUMER)).containsExactlyInAnyOrderElementsOf(told);
            TopicContent.of(place, TestCenter.TOPIC).holdsInOrder(told);
        }
    }

    @Test
    void a_database_that_dies_and_comes_back_costs_nothing_and_makes_no_dead_letters() {
        begin(kafka);
        List<UUID> told = new ArrayList<>();
        try (TestCenter center = counting().withTopics()) {
            told.addAll(tell(center, 0, 500));
            Effects.await(center.jdbc(), CONSUMER, 1);
            postgres.kill();
            List<OutgoingEvent> published = new ArrayList<>();
            for (int number = 0; number < 200; number++) {
                published.add(TestCenter.note("while-away-" + number % 7, number));
            }
            center.bean(EventPublisher.class).publishAndWait(published);
            published.forEach(event -> told.add(event.id()));
            awaitConnectionsFailing(center);
            begin(postgres);
            Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> center.unsent() >= 0);
            told.addAll(tell(center, 1_000, 500));

            center.awaitNothingUnsent(PATIENCE);
            Effects.await(center.jdbc(), CONSUMER, told.size());
            assertThat(Effects.of(center.jdbc(), CONSUMER)).containsExactlyInAnyOrderElementsOf(told);
            assertThat(center.bean(DeadLetters.class).list(TestCenter.TOPIC, 10))
                    .isEmpty();
        }
    }

    /** The outage lasts until a consumer has had the time to meet it. */
    private static void awaitConnectionsFailing(TestCenter center) {
        Awaitility.await().atMost(PATIENCE).until(() -> {
            try {
                return center.unsent() < 0;
            } catch (RuntimeException away) {
                return true;
            }
        });
    }

    private static void begin(Server server) {
        assertThat(server.startAndWait().isAlive()).isTrue();
    }

    private TestCenter counting() {
        List<Function<TestCenter, EventSubscription>> subscriptions = List.of(running -> EventSubscription.of(
                CONSUMER,
                List.of(TestCenter.TOPIC),
                Map.of(TestCenter.TYPE, event -> Effects.add(running.jdbc(), CONSUMER, event))));
        return TestCenter.start(place, subscriptions);
    }

    private static List<UUID> tell(TestCenter center, int first, int events) {
        List<UUID> ids = new ArrayList<>();
        for (int from = first; from < first + events; from += 20) {
            List<OutgoingEvent> batch = new ArrayList<>();
            for (int number = from; number < from + 20; number++) {
                batch.add(TestCenter.note("key-" + number % 11, number));
            }
            center.tell(batch);
            batch.forEach(event -> ids.add(event.id()));
        }
        return ids;
    }
}
