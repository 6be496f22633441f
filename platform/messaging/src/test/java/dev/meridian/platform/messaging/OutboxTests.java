package dev.meridian.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.meridian.platform.kernel.Brand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxTests {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static Place place;
    private static TestCenter center;

    @BeforeAll
    static void start() {
        place = Place.fresh();
        center = TestCenter.telling(place).withTopics();
    }

    @AfterAll
    static void stop() {
        center.close();
    }

    @Test
    void what_is_rolled_back_is_never_told_and_takes_no_sequence() {
        OutgoingEvent undone = TestCenter.note("rolled-back", 1);
        OutgoingEvent kept = TestCenter.note("rolled-back", 2);
        center.transaction().executeWithoutResult(status -> {
            center.outbox().append(undone);
            status.setRollbackOnly();
        });

        center.tell(List.of(kept));

        center.awaitNothingUnsent(SOON);
        var told = TopicContent.of(place, TestCenter.TOPIC).records().stream()
                .filter(message -> new String(message.key(), UTF_8).equals("rolled-back"))
                .toList();
        assertThat(told).hasSize(1);
        assertThat(TopicContent.header(told.getFirst(), "ce_id"))
                .isEqualTo(kept.id().toString());
        assertThat(TopicContent.header(told.getFirst(), "ce_sequence")).isEqualTo("1");
    }

    @Test
    void a_restored_database_goes_on_in_a_new_epoch_behind_all_it_ever_gave_out() {
        Place restored = Place.fresh();
        try (TestCenter after = TestCenter.telling(restored).withTopics()) {
            after.tell(List.of(TestCenter.note("known", 1), TestCenter.note("known", 2)));
            after.awaitNothingUnsent(SOON);
            assertThat(restored.asOwner("update outbox_epoch set epoch = epoch + 1"))
                    .isEqualTo(1);

            after.tell(List.of(TestCenter.note("known", 3), TestCenter.note("known", 4), TestCenter.note("other", 1)));
            after.tell(List.of(TestCenter.note("known", 5)));

            after.awaitNothingUnsent(SOON);
            assertThat(TopicContent.of(restored, TestCenter.TOPIC).records().stream()
                            .filter(message -> new String(message.key(), UTF_8).equals("known"))
                            .map(message -> TopicContent.header(message, "ce_sequence")))
                    .containsExactly("1", "2", "1000000000001", "1000000000002", "1000000000003");
            assertThat(TopicContent.of(restored, TestCenter.TOPIC).records().stream()
                            .filter(message -> new String(message.key(), UTF_8).equals("other"))
                            .map(message -> TopicContent.header(message, "ce_sequence")))
                    .containsExactly("1000000000001");
        }
    }

    @Test
    void an_event_without_a_transaction_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> center.outbox().append(TestCenter.note("no-transaction", 1)));
    }

    @Test
    void an_event_too_large_for_kafka_is_refused_while_its_transaction_can_still_refuse() {
        OutgoingEvent tooLarge = TestCenter.note("large", new TestCenter.Note("x".repeat(600_000), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> center.tell(List.of(tooLarge)));
    }

    @Test
    void an_event_is_a_cloud_event_in_binary_mode() {
        UUID id = UUID.randomUUID();
        OutgoingEvent told = new OutgoingEvent(
                TestCenter.TOPIC,
                TestCenter.TYPE,
                id,
                "cloud-event",
                Instant.parse("2026-11-22T10:15:30.123456Z"),
                new Brand("aurora"),
                new TestCenter.Note("naïve 数", 7));

        center.tell(List.of(told));

        center.awaitNothingUnsent(SOON);
        var message = TopicContent.of(place, TestCenter.TOPIC).records().stream()
                .filter(each -> id.toString().equals(TopicContent.header(each, "ce_id")))
                .findFirst()
                .orElseThrow();
        assertThat(new String(message.key(), UTF_8)).isEqualTo("cloud-event");
        assertThat(new String(message.value(), UTF_8)).isEqualTo("{\"text\":\"naïve 数\",\"number\":7}");
        assertThat(TopicContent.header(message, "ce_specversion")).isEqualTo("1.0");
        assertThat(TopicContent.header(message, "ce_source")).isEqualTo("/meridian/test-center");
        assertThat(TopicContent.header(message, "ce_type")).isEqualTo(TestCenter.TYPE);
        assertThat(TopicContent.header(message, "ce_subject")).isEqualTo("cloud-event");
        assertThat(TopicContent.header(message, "ce_partitionkey")).isEqualTo("cloud-event");
        assertThat(TopicContent.header(message, "ce_time")).isEqualTo("2026-11-22T10:15:30.123456Z");
        assertThat(TopicContent.header(message, "ce_sequence")).isEqualTo("1");
        assertThat(TopicContent.header(message, "ce_brand")).isEqualTo("aurora");
        assertThat(TopicContent.header(message, "content-type")).isEqualTo("application/json");
    }

    @Test
    void many_writers_of_the_same_keys_neither_deadlock_nor_share_a_sequence() throws Exception {
        List<OutgoingEvent> told = new ArrayList<>();
        List<Future<?>> writers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(5)) {
            for (int writer = 0; writer < 5; writer++) {
                // Every writer names the keys in another order.
                int shift = writer * 7;
                List<OutgoingEvent> events = IntStream.range(0, 60)
                        .mapToObj(number -> TestCenter.note("contended-" + (number + shift) % 20, number))
                        .toList();
                told.addAll(events);
                for (int from = 0; from < events.size(); from += 20) {
                    List<OutgoingEvent> part = events.subList(from, from + 20);
                    writers.add(threads.submit(() -> center.tell(part)));
                }
            }
        }
        for (Future<?> writer : writers) {
            writer.get();
        }

        center.awaitNothingUnsent(SOON);
        new TopicContent(TopicContent.of(place, TestCenter.TOPIC).records().stream()
                        .filter(message -> new String(message.key(), UTF_8).startsWith("contended-"))
                        .toList())
                .holdsInOrder(told.stream().map(OutgoingEvent::id).toList());
    }

    @Test
    void backlog_and_sent_events_are_measured() {
        center.tell(List.of(TestCenter.note("measured", 1)));
        center.awaitNothingUnsent(SOON);

        assertThat(center.meters().get("meridian.outbox.sent").counter().count())
                .isPositive();
        assertThat(center.meters().get("meridian.outbox.unsent").gauge().value())
                .isNotNegative();
        assertThat(center.meters()
                        .get("meridian.outbox.oldest.unsent.age")
                        .gauge()
                        .value())
                .isNotNegative();
    }
}
