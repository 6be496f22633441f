package dev.meridian.platform.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.wire.Confirmations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventConsumerTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POISONED = "poisoned";
    private static final String ONE_BY_ONE = "test-center.one-by-one";
    private static final String BATCHES = "test-center.batches";

    /** Keys whose events fail for a reason of their own until somebody mends it. */
    private static final Set<String> BROKEN_KEYS = ConcurrentHashMap.newKeySet();

    private static final AtomicBoolean SEARCH_IS_AWAY = new AtomicBoolean();
    private static final AtomicInteger CALLS_WHILE_AWAY = new AtomicInteger();
    private static final AtomicInteger POISON_CALLS = new AtomicInteger();
    private static final AtomicInteger LOCK_TIMEOUTS = new AtomicInteger();
    private static final Map<UUID, BrandScope> SIGHTS = new ConcurrentHashMap<>();
    private static final List<BrandScope> GROUP_SIGHTS = new CopyOnWriteArrayList<>();

    private static Place place;
    private static TestCenter center;

    @BeforeAll
    static void start() {
        place = Place.fresh();
        List<Function<TestCenter, EventSubscription>> subscriptions =
                List.of(EventConsumerTests::oneByOne, EventConsumerTests::batches);
        center = TestCenter.start(place, subscriptions, "meridian.messaging.relay.poll=50ms")
                .withTopics();
    }

    @AfterAll
    static void stop() {
        center.close();
    }

    @Test
    void an_event_takes_effect_once_however_often_it_is_delivered() {
        OutgoingEvent event = TestCenter.note("repeated", 1);
        OutgoingEvent last = TestCenter.note("repeated", 2);
        EventPublisher publisher = center.bean(EventPublisher.class);
        publisher.publishAndWait(List.of(event, event));
        publisher.publishAndWait(List.of(event));
        publisher.publishAndWait(List.of(event, last));

        awaitEffect(ONE_BY_ONE, last);
        awaitEffect(BATCHES, last);
        assertThat(effects(ONE_BY_ONE, event)).isEqualTo(1);
        assertThat(effects(BATCHES, event)).isEqualTo(1);
    }

    @Test
    void a_handler_sees_the_brand_of_the_event_and_a_key_keeps_its_order_across_brands() {
        List<OutgoingEvent> told = List.of(
                ofBrand("sight", 1, "aurora"),
                ofBrand("sight", 2, "boreal"),
                ofBrand("beside-sight", 1, "aurora"),
                ofBrand("sight", 3, "aurora"),
                ofBrand("sight", 4, null),
                ofBrand("sight", 5, "boreal"));
        center.tell(told);

        told.forEach(event -> awaitEffect(ONE_BY_ONE, event));
        for (OutgoingEvent event : told) {
            assertThat(SIGHTS.get(event.id()))
                    .isEqualTo(event.brand() == null ? BrandScope.nothing() : BrandScope.of(event.brand()));
        }
        List<UUID> ofKey = told.stream()
                .filter(event -> event.key().equals("sight"))
                .map(OutgoingEvent::id)
                .toList();
        assertThat(Effects.of(center.jdbc(), ONE_BY_ONE).stream()
                        .filter(ofKey::contains)
                        .toList())
                .isEqualTo(ofKey);
    }

    @Test
    void a_handler_that_asks_for_it_sees_the_whole_group() {
        OutgoingEvent event = ofBrand("sight-of-group", 1, "aurora");
        center.tell(List.of(event));
        awaitEffect(BATCHES, event);
        assertThat(GROUP_SIGHTS).isNotEmpty().allMatch(BrandScope.group()::equals);
    }

    @Test
    void the_sight_of_the_group_is_not_given_without_a_reason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oneByOne(center).inGroup(" "))
                .withMessageContaining("reason");
    }

    @Test
    void types_nobody_handles_take_no_effect_and_are_no_gap() {
        OutgoingEvent unknown = new OutgoingEvent(
                TestCenter.TOPIC,
                "meridian.test.note.burnt.v1",
                UUID.randomUUID(),
                "skipped",
                TestCenter.note("skipped", 1).time(),
                null,
                new TestCenter.Note("?", 1));
        OutgoingEvent after = TestCenter.note("skipped", 2);
        center.tell(List.of(unknown, after));
        awaitEffect(ONE_BY_ONE, after);
        assertThat(effects(ONE_BY_ONE, unknown)).isZero();
        assertThat(center.bean(SequenceGaps.class).open(ONE_BY_ONE, 1_000))
                .noneMatch(gap -> gap.key().equals("skipped"));
    }

    @Test
    void a_poison_event_is_tried_three_times_alone_and_kept_without_what_it_said() {
        BROKEN_KEYS.add(POISONED);
        POISON_CALLS.set(0);
        OutgoingEvent poison = TestCenter.note(POISONED, 1);
        List<OutgoingEvent> others = IntStream.range(0, 30)
                .mapToObj(number -> TestCenter.note("beside-poison-" + number % 5, number))
                .toList();
        center.tell(others.subList(0, 15));
        center.tell(List.of(poison));
        center.tell(others.subList(15, 30));

        others.forEach(event -> awaitEffect(ONE_BY_ONE, event));
        others.forEach(event -> awaitEffect(BATCHES, event));
        awaitEffect(BATCHES, poison);
        DeadLetter letter = awaitDeadLetter(poison);
        assertThat(letter.consumer()).isEqualTo(ONE_BY_ONE);
        assertThat(letter.topic()).isEqualTo(TestCenter.TOPIC);
        assertThat(letter.type()).isEqualTo(TestCenter.TYPE);
        assertThat(letter.failure()).isEqualTo(IllegalStateException.class.getName());
        assertThat(effects(ONE_BY_ONE, poison)).isZero();
        // Once with the batch, or alone if it came alone, and then three times alone.
        assertThat(POISON_CALLS.get()).isEqualTo(4);
        assertThat(letter.toString()).doesNotContain("quotes a name");

        BROKEN_KEYS.remove(POISONED);
    }

    @Test
    void an_error_of_a_handler_makes_a_dead_letter_like_an_exception() {
        OutgoingEvent negative = TestCenter.note("negative", -1);
        OutgoingEvent after = TestCenter.note("beside-negative", 1);
        center.tell(List.of(negative, after));
        awaitEffect(ONE_BY_ONE, after);
        assertThat(awaitDeadLetter(negative).failure()).isEqualTo("java.lang.AssertionError");
    }

    @Test
    void a_message_that_is_no_event_becomes_a_dead_letter_of_each_consumer() {
        byte[] key = "no-event".getBytes(UTF_8);
        byte[] value = "not even json".getBytes(UTF_8);
        var message = new ProducerRecord<>(place.prefix() + TestCenter.TOPIC, key, value);
        OutgoingEvent after = TestCenter.note("no-event", 1);
        center.bean(Confirmations.class).send(List.of(message));
        center.tell(List.of(after));

        awaitEffect(ONE_BY_ONE, after);
        awaitEffect(BATCHES, after);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> center.bean(DeadLetters.class).list(TestCenter.TOPIC, 500).stream()
                        .filter(letter -> letter.id() == null && letter.type() == null)
                        .map(DeadLetter::consumer)
                        .toList()
                        .containsAll(List.of(ONE_BY_ONE, BATCHES)));
    }

    @Test
    void a_body_that_does_not_fit_becomes_a_dead_letter() {
        OutgoingEvent misfit = TestCenter.note("misfit", Map.of("number", "not a number"));
        OutgoingEvent after = TestCenter.note("beside-misfit", 2);
        center.tell(List.of(misfit, after));
        awaitEffect(ONE_BY_ONE, after);
        DeadLetter letter = awaitDeadLetter(misfit);
        assertThat(letter.failure()).startsWith("tools.jackson.");
    }

    @Test
    void an_event_waits_as_long_as_something_it_needs_is_away_and_is_never_given_up() {
        CALLS_WHILE_AWAY.set(0);
        SEARCH_IS_AWAY.set(true);
        OutgoingEvent waiting = TestCenter.note("search", 1);
        center.tell(List.of(waiting));
        Awaitility.await().atMost(PATIENCE).until(() -> CALLS_WHILE_AWAY.get() > 4);
        assertThat(effects(ONE_BY_ONE, waiting)).isZero();

        SEARCH_IS_AWAY.set(false);

        awaitEffect(ONE_BY_ONE, waiting);
        assertThat(waitingDeadLetters()).doesNotContain(waiting.id().toString());
    }

    @Test
    void an_event_that_others_lock_out_waits_and_is_never_given_up() throws SQLException {
        OutgoingEvent waiting = TestCenter.note("contended", 1);
        try (Connection other = place.server().connect(place.database().name())) {
            other.setAutoCommit(false);
            other.createStatement().executeUpdate("update contended set id = 1");
            center.tell(List.of(waiting));
            int before = LOCK_TIMEOUTS.get();
            Awaitility.await().atMost(PATIENCE).until(() -> LOCK_TIMEOUTS.get() > before + 3);
            other.rollback();
        }
        awaitEffect(ONE_BY_ONE, waiting);
        assertThat(waitingDeadLetters()).doesNotContain(waiting.id().toString());
    }

    @Test
    void lag_is_measured() {
        center.tell(List.of(TestCenter.note("lag", 1)));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> center.meters()
                                .get("meridian.consumer.lag")
                                .tag("consumer", ONE_BY_ONE)
                                .gauge()
                                .value()
                        >= 0);
    }

    private static EventSubscription oneByOne(TestCenter running) {
        EventHandler handler = event -> {
            SIGHTS.put(event.id(), ActiveBrandScope.current());
            Effects.add(running.jdbc(), ONE_BY_ONE, event);
            if (BROKEN_KEYS.contains(event.key())) {
                int unused = POISON_CALLS.incrementAndGet();
                throw new IllegalStateException("A message that quotes a name");
            }
            if (event.key().equals("search") && SEARCH_IS_AWAY.get()) {
                int unused = CALLS_WHILE_AWAY.incrementAndGet();
                throw new TransientFailure("The search index is away", new java.io.IOException("refused"));
            }
            if (event.key().equals("contended")) {
                updateContended(running);
            }
            TestCenter.Note note = event.data(TestCenter.Note.class);
            assertThat(note.number()).isNotNegative();
        };
        return EventSubscription.of(ONE_BY_ONE, List.of(TestCenter.TOPIC), Map.of(TestCenter.TYPE, handler));
    }

    private static void updateContended(TestCenter running) {
        try {
            int unused = running.jdbc().sql("set local lock_timeout = '100ms'").update();
            unused = running.jdbc().sql("update contended set id = 1").update();
        } catch (RuntimeException lockedOut) {
            int unused = LOCK_TIMEOUTS.incrementAndGet();
            throw lockedOut;
        }
    }

    private static EventSubscription batches(TestCenter running) {
        EventBatchHandler handler = events -> {
            GROUP_SIGHTS.add(ActiveBrandScope.current());
            events.forEach(event -> Effects.add(running.jdbc(), BATCHES, event));
        };
        return EventSubscription.ofBatches(BATCHES, List.of(TestCenter.TOPIC), Set.of(TestCenter.TYPE), handler)
                .inGroup("the test shows that it is given")
                .withConcurrency(2);
    }

    private static void awaitEffect(String consumer, OutgoingEvent event) {
        Awaitility.await("effect of " + event)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(30))
                .until(() -> effects(consumer, event) > 0);
    }

    private static long effects(String consumer, OutgoingEvent event) {
        return Effects.of(center.jdbc(), consumer).stream()
                .filter(event.id()::equals)
                .count();
    }

    private static OutgoingEvent ofBrand(String key, int number, @Nullable String brand) {
        return new OutgoingEvent(
                TestCenter.TOPIC,
                TestCenter.TYPE,
                UUID.randomUUID(),
                key,
                TestCenter.note(key, number).time(),
                brand == null ? null : new Brand(brand),
                new TestCenter.Note("of a brand", number));
    }

    private static DeadLetter awaitDeadLetter(OutgoingEvent event) {
        return Awaitility.await("dead letter of " + event)
                .atMost(PATIENCE)
                .until(
                        () -> center.bean(DeadLetters.class).list(TestCenter.TOPIC, 500).stream()
                                .filter(letter -> event.id().toString().equals(letter.id()))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> waitingDeadLetters() {
        return center.bean(DeadLetters.class).list(TestCenter.TOPIC, 500).stream()
                .map(DeadLetter::id)
                .toList();
    }
}
