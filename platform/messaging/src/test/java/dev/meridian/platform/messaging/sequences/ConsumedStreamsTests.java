package dev.meridian.platform.messaging.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.IncomingEvent;
import dev.meridian.platform.messaging.Place;
import dev.meridian.platform.messaging.SequenceGap;
import dev.meridian.platform.messaging.TestCenter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.ConcurrencyFailureException;

class ConsumedStreamsTests {

    private static final String TOPIC = "meridian.test.note";

    private static TestCenter center;
    private static ConsumedStreams streams;

    @BeforeAll
    static void start() {
        center = TestCenter.telling(Place.fresh());
        streams = new ConsumedStreams(center.jdbc());
    }

    @AfterAll
    static void stop() {
        center.close();
    }

    /** The oracle is a set of what was heard in transactions that were kept. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void repeats_late_ones_gaps_and_rollbacks_agree_with_a_set(long seed) {
        String consumer = "random-" + seed;
        Random random = new Random(seed);
        Map<String, Set<Long>> heard = new HashMap<>();
        for (int round = 0; round < 60; round++) {
            List<IncomingEvent> batch = new ArrayList<>();
            for (int i = random.nextInt(1, 30); i > 0; i--) {
                String key = "key-" + random.nextInt(5);
                long highest = highest(heard.getOrDefault(key, Set.of()));
                batch.add(event(key, Math.max(1, highest + 1 - random.nextInt(6) + random.nextInt(6))));
            }
            boolean kept = random.nextInt(4) > 0;
            Map<String, Set<Long>> after = kept ? heard : copyOf(heard);
            List<IncomingEvent> expected = batch.stream()
                    .filter(event -> after.computeIfAbsent(event.key(), unused -> new HashSet<>())
                            .add(event.sequence()))
                    .toList();
            assertThat(admit(consumer, batch, false, kept).fresh()).isEqualTo(expected);
        }
        heard.forEach((key, sequences) -> assertThat(missing(consumer, key))
                .describedAs("%s", key)
                .isEqualTo(allBelow(highest(sequences), sequences)));
    }

    @Test
    void gaps_that_are_old_or_too_many_are_given_up_a_portion_at_a_time() {
        int noted = center.jdbc().sql("""
                insert into sequence_gap (consumer, topic, key, first_missing, last_missing, noticed_at)
                select 'many', 'topic', 'key-' || number, 1, 1,
                       clock_timestamp() - make_interval(secs => number)
                  from generate_series(1, 3500) as number
                """).update();
        assertThat(noted).isEqualTo(3_500);
        long others = center.jdbc()
                .sql("select count(*) from sequence_gap where consumer <> 'many'")
                .query(Long.class)
                .single();

        assertThat(streams.giveUp(Duration.ofSeconds(3_000), 100_000)).isBetween(500, 502);
        assertThat(streams.giveUp(Duration.ofDays(1), (int) others + 400)).isBetween(2_590, 2_600);
        assertThat(streams.open("many", 1_000))
                .hasSizeBetween(399, 401)
                .noneMatch(gap -> gap.key().equals("key-402"));
        assertThat(streams.giveUp(Duration.ofDays(1), (int) others)).isBetween(399, 402);
    }

    @Test
    void a_gap_is_answered_once_and_open_until_it_is_closed() {
        assertThat(admit("gaps", List.of(event("k", 1), event("k", 2)), false, true)
                        .noticed())
                .isEmpty();
        SequenceGap gap = new SequenceGap("gaps", TOPIC, "k", 3, 6);
        assertThat(admit("gaps", List.of(event("k", 7)), false, true).noticed()).containsExactly(gap);
        assertThat(admit("gaps", List.of(event("k", 8)), false, true).noticed()).isEmpty();
        assertThat(streams.open("gaps", 10)).containsExactly(gap);

        assertThat(admit("gaps", List.of(event("k", 4)), false, true).fresh()).hasSize(1);
        assertThat(streams.open("gaps", 10))
                .containsExactlyInAnyOrder(
                        new SequenceGap("gaps", TOPIC, "k", 3, 3), new SequenceGap("gaps", TOPIC, "k", 5, 6));

        assertThat(center.transaction().<Boolean>execute(status -> streams.close(gap)))
                .isTrue();
        assertThat(center.transaction().<Boolean>execute(status -> streams.close(gap)))
                .isFalse();
        assertThat(streams.open("gaps", 10)).isEmpty();
        assertThat(admit("gaps", List.of(event("k", 5)), false, true).fresh()).isEmpty();
    }

    @Test
    void a_consumer_that_comes_too_late_for_the_first_events_misses_them() {
        assertThat(admit("late", List.of(event("k", 41)), false, true).noticed())
                .containsExactly(new SequenceGap("late", TOPIC, "k", 1, 40));
        assertThat(admit("was-there", List.of(event("k", 41)), true, true).noticed())
                .isEmpty();
    }

    @Test
    void a_snapshot_counts_as_all_events_up_to_its_sequences() {
        assertThat(admit("snapshot", List.of(event("ahead", 3), event("behind", 2)), false, true)
                        .fresh())
                .hasSize(2);
        center.transaction()
                .executeWithoutResult(status ->
                        streams.caughtUp("snapshot", TOPIC, Map.of("ahead", 2L, "behind", 9L, "unheard", 4L)));

        assertThat(streams.open("snapshot", 10)).isEmpty();
        List<IncomingEvent> next = List.of(event("ahead", 4), event("behind", 10), event("unheard", 5));
        List<IncomingEvent> known = List.of(event("ahead", 1), event("behind", 9), event("unheard", 4));
        assertThat(admit("snapshot", known, false, true).fresh()).isEmpty();
        assertThat(admit("snapshot", next, false, true)).isEqualTo(new Admitted(next, List.of()));
    }

    @Test
    void of_two_transactions_that_are_given_the_same_events_one_has_their_effect() throws Exception {
        for (int round = 0; round < 20; round++) {
            String key = "raced-" + round;
            List<IncomingEvent> events = List.of(event(key, 1), event(key, 2));
            CyclicBarrier together = new CyclicBarrier(2);
            Callable<Integer> given = () -> {
                int unused = together.await();
                return admit("raced", events, false, true).fresh().size();
            };
            try (var threads = Executors.newFixedThreadPool(2)) {
                Future<Integer> one = threads.submit(given);
                Future<Integer> other = threads.submit(given);
                int effects = effectsOf(one) + effectsOf(other);
                assertThat(effects).isEqualTo(2);
            }
        }
    }

    private static int effectsOf(Future<Integer> given) throws InterruptedException {
        try {
            return given.get();
        } catch (ExecutionException lost) {
            assertThat(lost.getCause()).isInstanceOf(ConcurrencyFailureException.class);
            return 0;
        }
    }

    private static Admitted admit(String consumer, List<IncomingEvent> events, boolean anywhere, boolean keep) {
        return center.transaction().execute(status -> {
            if (!keep) {
                status.setRollbackOnly();
            }
            return streams.admit(consumer, events, anywhere);
        });
    }

    private static Set<Long> missing(String consumer, String key) {
        Set<Long> missing = new HashSet<>();
        streams.open(consumer, 10_000).stream()
                .filter(gap -> gap.key().equals(key))
                .forEach(gap -> {
                    for (long sequence = gap.first(); sequence <= gap.last(); sequence++) {
                        missing.add(sequence);
                    }
                });
        return missing;
    }

    private static Set<Long> allBelow(long highest, Set<Long> heard) {
        Set<Long> missing = new HashSet<>();
        for (long sequence = 1; sequence < highest; sequence++) {
            if (!heard.contains(sequence)) {
                missing.add(sequence);
            }
        }
        return missing;
    }

    private static long highest(Set<Long> sequences) {
        return sequences.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static Map<String, Set<Long>> copyOf(Map<String, Set<Long>> heard) {
        Map<String, Set<Long>> copy = new HashMap<>();
        heard.forEach((key, sequences) -> copy.put(key, new HashSet<>(sequences)));
        return copy;
    }

    private static IncomingEvent event(String key, long sequence) {
        return new IncomingEvent(
                TOPIC,
                "meridian.test.note.taken.v1",
                new UUID(key.hashCode(), sequence),
                key,
                sequence,
                Instant.EPOCH,
                null,
                null,
                new byte[0]);
    }
}
