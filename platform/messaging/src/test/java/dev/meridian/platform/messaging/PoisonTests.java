package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.parking.ParkedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An event that cannot be handled, and what becomes of those behind it. */
class PoisonTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONSUMER = "test-center.poisoned";
    private static final Set<UUID> BROKEN = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean ALL_BROKEN = new AtomicBoolean();
    private static final Map<UUID, BrandScope> SIGHTS = new ConcurrentHashMap<>();

    private static TestCenter center;

    @BeforeAll
    static void start() {
        center = consuming();
    }

    @AfterAll
    static void stop() {
        center.close();
    }

    @BeforeEach
    void mendEverything() {
        BROKEN.clear();
        ALL_BROKEN.set(false);
    }

    @Test
    void a_poison_event_holds_back_a_thousand_of_its_own_key_in_order_and_none_of_another() {
        OutgoingEvent poison = TestCenter.note("thousand", 0);
        BROKEN.add(poison.id());
        List<OutgoingEvent> behind = notes("thousand", 1_000);
        List<OutgoingEvent> beside = new ArrayList<>();
        for (int key = 0; key < 20; key++) {
            beside.addAll(notes("beside-thousand-" + key, 50));
        }
        center.tell(List.of(poison));
        for (int from = 0; from < 1_000; from += 100) {
            center.tell(behind.subList(from, from + 100));
            center.tell(beside.subList(from, from + 100));
        }

        awaitEffects(center, beside);
        awaitParked(center, 1_001);
        assertThat(effectsAmong(center, behind)).isEmpty();
        DeadLetter letter = letter(center, poison);
        assertThat(letter.consumer()).isEqualTo(CONSUMER);
        assertThat(letter.failure()).isEqualTo(IllegalStateException.class.getName());
        assertThat(letter.behind()).isEqualTo(1_000);

        BROKEN.clear();
        DeadLetters letters = center.bean(DeadLetters.class);
        assertThat(letters.redrive(TestCenter.TOPIC, 400)).isEqualTo(400);
        List<OutgoingEvent> later = notes("thousand", 20);
        center.tell(later);
        awaitParked(center, 621);
        assertThat(letters.redrive(TestCenter.TOPIC, 10_000)).isEqualTo(621);
        List<OutgoingEvent> last = notes("thousand", 5);
        center.tell(last);

        awaitEffects(center, last);
        List<OutgoingEvent> all = new ArrayList<>(List.of(poison));
        all.addAll(behind);
        all.addAll(later);
        all.addAll(last);
        assertThat(effectsAmong(center, all)).isEqualTo(ids(all));
        assertThat(parked(center)).isZero();
        assertThat(letters.list(TestCenter.TOPIC, 10)).isEmpty();
    }

    @Test
    void a_second_poison_event_of_a_key_stops_its_redrive_and_nothing_passes_it() {
        List<OutgoingEvent> told = notes("twice", 6);
        BROKEN.addAll(List.of(told.get(0).id(), told.get(3).id()));
        center.tell(told);
        awaitParked(center, 6);

        BROKEN.remove(told.get(0).id());
        assertThat(redriveAll()).isEqualTo(3);
        assertThat(effectsAmong(center, told)).isEqualTo(ids(told.subList(0, 3)));
        assertThat(letter(center, told.get(3)).behind()).isEqualTo(2);

        BROKEN.clear();
        assertThat(redriveAll()).isEqualTo(3);
        assertThat(effectsAmong(center, told)).isEqualTo(ids(told));
    }

    @Test
    void redrives_at_the_same_time_and_new_events_keep_the_order_and_repeat_nothing() throws Exception {
        List<OutgoingEvent> told = new ArrayList<>(notes("raced", 60));
        BROKEN.add(told.getFirst().id());
        center.tell(told);
        awaitParked(center, 60);
        BROKEN.clear();
        try (var threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> one = threads.submit(() -> redriveAll());
            Future<Integer> other = threads.submit(() -> redriveAll());
            for (int round = 0; round < 10; round++) {
                List<OutgoingEvent> more = notes("raced", 10);
                center.tell(more);
                told.addAll(more);
            }
            assertThat(one.get() + other.get()).isGreaterThanOrEqualTo(60);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> redriveAll() >= 0 && effectsAmong(center, told).size() >= told.size());
        assertThat(effectsAmong(center, told)).isEqualTo(ids(told));
        assertThat(parked(center)).isZero();
    }

    @Test
    void a_parked_event_is_taken_up_in_the_sight_of_its_brand() {
        OutgoingEvent note = TestCenter.note("sight", 1);
        OutgoingEvent poison = new OutgoingEvent(
                note.topic(), note.type(), note.id(), note.key(), note.time(), new Brand("aurora"), note.data());
        BROKEN.add(poison.id());
        center.tell(List.of(poison));
        awaitParked(center, 1);
        BROKEN.clear();
        SIGHTS.clear();
        assertThat(redriveAll()).isEqualTo(1);
        assertThat(SIGHTS).containsEntry(poison.id(), BrandScope.of(new Brand("aurora")));
    }

    @Test
    void what_is_parked_too_long_is_given_up_and_becomes_a_gap() {
        List<OutgoingEvent> told = notes("old", 2);
        BROKEN.add(told.getFirst().id());
        center.tell(told);
        awaitParked(center, 2);
        ParkedEvents parking = center.bean(ParkedEvents.class);
        assertThat(parking.giveUpOlderThan(Duration.ofHours(1))).isZero();
        assertThat(parking.giveUpOlderThan(Duration.ZERO)).isEqualTo(2);
        assertThat(parked(center)).isZero();
        assertThat(center.bean(SequenceGaps.class).open(CONSUMER, 10))
                .containsExactly(
                        new SequenceGap(CONSUMER, TestCenter.TOPIC, "old", 1, 1),
                        new SequenceGap(CONSUMER, TestCenter.TOPIC, "old", 2, 2));
        List<OutgoingEvent> after = notes("old", 1);
        center.tell(after);
        awaitEffects(center, after);
    }

    @Test
    void ten_keys_that_fail_in_a_row_stop_the_partition_and_it_goes_on_by_itself_once_they_pass() {
        try (TestCenter stopping = consuming("meridian.messaging.partitions=1")) {
            ALL_BROKEN.set(true);
            List<OutgoingEvent> told = new ArrayList<>();
            for (int key = 0; key < 30; key++) {
                told.addAll(notes("in-a-row-" + key, 2));
            }
            stopping.tell(told);

            Awaitility.await().atMost(PATIENCE).until(() -> stopped(stopping) == 1);
            assertThat(effectsAmong(stopping, told)).isEmpty();
            assertThat(stopping.bean(DeadLetters.class).list(TestCenter.TOPIC, 100))
                    .hasSize(9);

            ALL_BROKEN.set(false);

            awaitEffects(stopping, told);
            Awaitility.await().atMost(PATIENCE).until(() -> stopped(stopping) == 0 && parked(stopping) == 0);
            for (int key = 0; key < 30; key++) {
                List<OutgoingEvent> ofKey = told.subList(2 * key, 2 * key + 2);
                assertThat(effectsAmong(stopping, ofKey)).isEqualTo(ids(ofKey));
            }
        }
    }

    @Test
    void a_consumer_that_has_parked_as_much_as_it_may_waits_until_some_of_it_is_taken_up() {
        try (TestCenter full =
                consuming("meridian.messaging.consumers.most-parked=5", "meridian.messaging.partitions=1")) {
            List<OutgoingEvent> told = notes("full", 1);
            BROKEN.add(told.getFirst().id());
            full.tell(told);
            awaitParked(full, 1);
            List<OutgoingEvent> more = notes("full", 5);
            full.tell(more);
            List<OutgoingEvent> beside = notes("beside-full", 1);
            full.tell(beside);
            Awaitility.await().atMost(PATIENCE).until(() -> stopped(full) == 1);
            assertThat(parked(full)).isLessThanOrEqualTo(5);
            assertThat(effectsAmong(full, more)).isEmpty();

            BROKEN.clear();
            Awaitility.await().atMost(PATIENCE).until(() -> {
                int unused = full.bean(DeadLetters.class).redrive(TestCenter.TOPIC, 100);
                return effectsAmong(full, more).size() == 5;
            });
            awaitEffects(full, beside);
            assertThat(effectsAmong(full, more)).isEqualTo(ids(more));
        }
    }

    @Test
    void a_key_that_fills_up_stops_itself_alone_and_comes_back_in_order() {
        try (TestCenter one = consuming(
                "meridian.messaging.consumers.most-parked=100",
                "meridian.messaging.consumers.most-parked-of-key=5",
                "meridian.messaging.partitions=1")) {
            List<OutgoingEvent> told = new ArrayList<>(notes("runaway", 1));
            BROKEN.add(told.getFirst().id());
            one.tell(told);
            awaitParked(one, 1);
            List<OutgoingEvent> more = notes("runaway", 40);
            one.tell(more);
            told.addAll(more);
            List<OutgoingEvent> beside = notes("beside-runaway", 30);
            one.tell(beside);

            awaitEffects(one, beside);
            assertThat(parked(one)).isEqualTo(5);
            assertThat(effectsAmong(one, told)).isEmpty();
            assertThat(stopped(one)).isZero();

            BROKEN.clear();
            DeadLetters letters = one.bean(DeadLetters.class);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                int unused = letters.redrive(TestCenter.TOPIC, 1_000);
                return effectsAmong(one, told).size() >= 30;
            });
            List<OutgoingEvent> later = notes("runaway", 10);
            one.tell(later);
            told.addAll(later);
            Awaitility.await().atMost(PATIENCE).until(() -> {
                int unused = letters.redrive(TestCenter.TOPIC, 1_000);
                return effectsAmong(one, told).size() == told.size();
            });
            assertThat(effectsAmong(one, told)).isEqualTo(ids(told));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                int unused = letters.redrive(TestCenter.TOPIC, 1_000);
                return letters.list(TestCenter.TOPIC, 10).isEmpty();
            });
            assertThat(one.bean(SequenceGaps.class).open(CONSUMER, 10)).isEmpty();
        }
    }

    @Test
    void an_event_that_holds_its_key_can_be_given_up_alone_or_with_all_behind_it() {
        List<OutgoingEvent> told = notes("given-up", 4);
        BROKEN.add(told.getFirst().id());
        center.tell(told);
        List<OutgoingEvent> lost = notes("lost", 3);
        BROKEN.add(lost.getFirst().id());
        center.tell(lost);
        awaitParked(center, 7);
        DeadLetters letters = center.bean(DeadLetters.class);

        assertThat(letters.discard(TestCenter.TOPIC, CONSUMER, told.get(1).id(), false))
                .as("it does not hold the key")
                .isZero();
        assertThat(letters.discard(TestCenter.TOPIC, CONSUMER, told.get(0).id(), false))
                .isEqualTo(1);
        assertThat(letters.discard(TestCenter.TOPIC, CONSUMER, lost.get(0).id(), true))
                .isEqualTo(3);

        assertThat(redriveAll()).isEqualTo(3);
        assertThat(effectsAmong(center, told)).isEqualTo(ids(told.subList(1, 4)));
        assertThat(parked(center)).isZero();
        List<OutgoingEvent> after = notes("lost", 1);
        center.tell(after);
        awaitEffects(center, after);
        assertThat(effectsAmong(center, lost)).isEmpty();
    }

    private static TestCenter consuming(String... settings) {
        return TestCenter.start(
                        Place.fresh(),
                        List.of(running -> EventSubscription.of(
                                CONSUMER,
                                List.of(TestCenter.TOPIC),
                                Map.of(TestCenter.TYPE, event -> handle(running, event)))),
                        settings)
                .withTopics();
    }

    private static void handle(TestCenter running, IncomingEvent event) {
        SIGHTS.put(event.id(), ActiveBrandScope.current());
        Effects.add(running.jdbc(), CONSUMER, event);
        if (ALL_BROKEN.get() || BROKEN.contains(event.id())) {
            throw new IllegalStateException("A message that quotes a name");
        }
    }

    private static int redriveAll() {
        return center.bean(DeadLetters.class).redrive(TestCenter.TOPIC, 10_000);
    }

    private static List<OutgoingEvent> notes(String key, int count) {
        List<OutgoingEvent> notes = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            notes.add(TestCenter.note(key, number));
        }
        return notes;
    }

    private static List<UUID> ids(List<OutgoingEvent> events) {
        return events.stream().map(OutgoingEvent::id).toList();
    }

    private static List<UUID> effectsAmong(TestCenter where, List<OutgoingEvent> events) {
        Set<UUID> wanted = Set.copyOf(ids(events));
        return Effects.of(where.jdbc(), CONSUMER).stream()
                .filter(wanted::contains)
                .toList();
    }

    private static void awaitEffects(TestCenter where, List<OutgoingEvent> events) {
        Awaitility.await("effects of " + events.size() + " events")
                .atMost(PATIENCE)
                .until(() -> effectsAmong(where, events).size() >= events.size());
    }

    private static void awaitParked(TestCenter where, int events) {
        Awaitility.await(events + " parked").atMost(PATIENCE).until(() -> parked(where) == events);
    }

    private static int parked(TestCenter where) {
        return where.bean(ParkedEvents.class).count(CONSUMER);
    }

    private static double stopped(TestCenter where) {
        return where.meters()
                .get("meridian.consumer.stopped")
                .tag("consumer", CONSUMER)
                .gauge()
                .value();
    }

    private static DeadLetter letter(TestCenter where, OutgoingEvent event) {
        return where.bean(DeadLetters.class).list(TestCenter.TOPIC, 500).stream()
                .filter(letter -> event.id().toString().equals(letter.id()))
                .findFirst()
                .orElseThrow();
    }
}
