package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.meridian.platform.messaging.wire.CloudEvents;
import dev.meridian.platform.messaging.wire.CloudEvents.Envelope;
import dev.meridian.platform.messaging.wire.Confirmations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a consumer makes of sequences, with events that Kafka brings as no outbox would send them. */
class SequencesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CONSUMER = "test-center.reading-sequences";

    private static Place place;
    private static TestCenter center;

    @BeforeAll
    static void start() {
        place = Place.fresh();
        center = consuming(place);
    }

    @AfterAll
    static void stop() {
        center.close();
    }

    @Test
    void a_gap_is_noticed_counted_and_passed_on_and_closed_by_the_event_that_comes_late() {
        List<UUID> ids = send(center, "gap", 1, 2, 5);
        awaitEffect(ids.getLast());
        SequenceGap gap = new SequenceGap(CONSUMER, TestCenter.TOPIC, "gap", 3, 4);
        Awaitility.await().atMost(PATIENCE).until(() -> TestCenter.noticed().contains(gap));
        assertThat(center.bean(SequenceGaps.class).open(CONSUMER, 100)).contains(gap);
        assertThat(center.meters()
                        .get("meridian.consumer.gaps")
                        .tag("consumer", CONSUMER)
                        .tag("topic", TestCenter.TOPIC)
                        .counter()
                        .count())
                .isPositive();

        List<UUID> late = send(center, "gap", 4, 3);
        late.forEach(SequencesTests::awaitEffect);
        assertThat(center.bean(SequenceGaps.class).open(CONSUMER, 100))
                .noneMatch(open -> open.key().equals("gap"));
        send(center, "gap", 4, 3, 1);
        awaitEffect(send(center, "gap", 6).getFirst());
        assertThat(effectsOfKey("gap")).isEqualTo(6);
    }

    @Test
    void a_repeat_takes_no_effect_and_leaves_no_row_per_event() {
        send(center, "repeat", 1, 2, 1, 2, 3);
        send(center, "repeat", 2, 3, 3);
        awaitEffect(send(center, "repeat", 4).getFirst());
        assertThat(effectsOfKey("repeat")).isEqualTo(4);
        assertThat(center.jdbc()
                        .sql("select count(*) from inbox")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void what_a_database_of_the_last_release_noted_by_id_is_not_handled_again_and_begins_without_a_gap() {
        Place upgraded = Place.fresh();
        try (TestCenter before = TestCenter.telling(upgraded)) {
            for (int sequence = 7; sequence <= 8; sequence++) {
                int noted = before.jdbc()
                        .sql("insert into inbox (consumer, event_id) values (?, ?)")
                        .param(CONSUMER)
                        .param(id("upgraded", sequence))
                        .update();
                assertThat(noted).isEqualTo(1);
            }
            int known = upgraded.asOwner(
                    "insert into inbox_before_sequences (consumer, last_noted) values ('" + CONSUMER + "', now())");
            assertThat(known).isEqualTo(1);
        }
        try (TestCenter after = consuming(upgraded)) {
            send(after, "upgraded", 7, 8, 9);
            Effects.await(after.jdbc(), CONSUMER, 1);
            assertThat(Effects.of(after.jdbc(), CONSUMER)).containsExactly(id("upgraded", 9));
            assertThat(after.bean(SequenceGaps.class).open(CONSUMER, 10)).isEmpty();
        }
    }

    private static TestCenter consuming(Place where) {
        return TestCenter.start(
                        where,
                        List.of(running -> EventSubscription.of(
                                CONSUMER,
                                List.of(TestCenter.TOPIC),
                                Map.of(TestCenter.TYPE, event -> Effects.add(running.jdbc(), CONSUMER, event)))))
                .withTopics();
    }

    @CanIgnoreReturnValue
    private static List<UUID> send(TestCenter from, String key, int... sequences) {
        CloudEvents cloudEvents = from.bean(CloudEvents.class);
        List<UUID> ids = new ArrayList<>();
        for (int sequence : sequences) {
            OutgoingEvent note = TestCenter.note(key, sequence);
            ids.add(id(key, sequence));
            from.bean(Confirmations.class)
                    .send(List.of(cloudEvents.write(
                            new Envelope(
                                    note.topic(),
                                    note.type(),
                                    id(key, sequence),
                                    key,
                                    sequence,
                                    note.time(),
                                    null,
                                    null),
                            note.body())));
        }
        return ids;
    }

    private static UUID id(String key, long sequence) {
        return new UUID(key.hashCode(), sequence);
    }

    private static void awaitEffect(UUID event) {
        Awaitility.await("effect of " + event)
                .atMost(PATIENCE)
                .until(() -> Effects.of(center.jdbc(), CONSUMER).contains(event));
    }

    private static long effectsOfKey(String key) {
        return Effects.of(center.jdbc(), CONSUMER).stream()
                .filter(id -> id.getMostSignificantBits() == key.hashCode())
                .count();
    }
}
