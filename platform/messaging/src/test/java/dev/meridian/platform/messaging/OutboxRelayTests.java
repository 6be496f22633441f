package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OutboxRelayTests {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SILENT = "meridian.messaging.relay.enabled=false";
    private static final String SMALL_BATCHES = "meridian.messaging.relay.batch=48";
    private static final int KEYS = 37;

    private int told;

    @Test
    void relays_share_the_shards_and_give_them_back_when_they_end() {
        Place place = Place.fresh();
        try (TestCenter first = TestCenter.telling(place).withTopics()) {
            Awaitility.await().atMost(PATIENCE).until(() -> shardsByOwner(first).equals(List.of(16L)));
            try (TestCenter second = TestCenter.telling(place)) {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> shardsByOwner(second).equals(List.of(8L, 8L)));
            }
            assertThat(shardsByOwner(first)).isEqualTo(List.of(8L));
            Awaitility.await().atMost(PATIENCE).until(() -> shardsByOwner(first).equals(List.of(16L)));
        }
    }

    @Test
    void competing_relays_of_which_one_after_the_other_is_killed_lose_and_reorder_nothing() {
        Place place = Place.fresh();
        List<UUID> expected = new ArrayList<>();
        try (TestCenter center = TestCenter.telling(place, SILENT).withTopics()) {
            for (int round = 0; round < 3; round++) {
                try (RelayProcess victim = RelayProcess.start(place, "128m", SMALL_BATCHES);
                        RelayProcess survivor = RelayProcess.start(place, "128m", SMALL_BATCHES)) {
                    expected.addAll(tell(center, 2_000));
                    awaitProgress(center);
                    victim.close();
                    expected.addAll(tell(center, 1_000));
                    center.awaitNothingUnsent(PATIENCE);
                    assertThat(survivor.isAlive()).isTrue();
                }
            }
        }
        TopicContent.of(place, TestCenter.TOPIC).holdsInOrder(expected);
    }

    @Test
    void a_relay_that_was_frozen_in_the_middle_of_its_work_harms_nothing_when_it_wakes_up() {
        Place place = Place.fresh();
        List<UUID> expected = new ArrayList<>();
        try (TestCenter center = TestCenter.telling(place, SILENT).withTopics();
                RelayProcess zombie = RelayProcess.start(place, "128m", SMALL_BATCHES)) {
            for (int round = 0; round < 3; round++) {
                expected.addAll(tell(center, 2_000));
                awaitProgress(center);
                zombie.freeze();
                long tokens = tokens(center);
                expected.addAll(tell(center, 500));
                try (RelayProcess successor = RelayProcess.start(place, "128m", SMALL_BATCHES)) {
                    center.awaitNothingUnsent(PATIENCE);
                    assertThat(tokens(center))
                            .describedAs("fencing tokens grow on take-over")
                            .isGreaterThan(tokens);
                    expected.addAll(tell(center, 500));
                    zombie.thaw();
                    expected.addAll(tell(center, 500));
                    center.awaitNothingUnsent(PATIENCE);
                    successor.end();
                }
            }
            expected.addAll(tell(center, 100));
            center.awaitNothingUnsent(PATIENCE);
        }
        TopicContent.of(place, TestCenter.TOPIC).holdsInOrder(expected);
    }

    @Test
    void a_backlog_larger_than_the_heap_is_drained() {
        Place place = Place.fresh();
        try (TestCenter center = TestCenter.telling(place, SILENT).withTopics()) {
            int events = 100_000;
            String text = "t".repeat(800);
            long begin = System.nanoTime();
            for (int from = 0; from < events; from += 500) {
                List<OutgoingEvent> batch = new ArrayList<>();
                for (int i = from; i < from + 500; i++) {
                    batch.add(TestCenter.note("backlog-" + i % 20_000, new TestCenter.Note(text, i)));
                }
                center.tell(batch);
            }
            print("append", events, begin);
            try (RelayProcess relay = RelayProcess.start(place, "96m")) {
                Awaitility.await().atMost(PATIENCE).until(() -> center.unsent() < events);
                long drainBegin = System.nanoTime();
                long waiting = center.unsent();
                center.awaitNothingUnsent(PATIENCE);
                print("drain", waiting, drainBegin);
                assertThat(relay.isAlive()).isTrue();
            }
        }
        assertThat(TopicContent.of(place, TestCenter.TOPIC).ids()).hasSizeGreaterThanOrEqualTo(100_000);
    }

    private List<UUID> tell(TestCenter center, int events) {
        List<UUID> ids = new ArrayList<>();
        for (int from = 0; from < events; from += 50) {
            List<OutgoingEvent> batch = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int number = told++;
                batch.add(TestCenter.note("key-" + number % KEYS, number));
            }
            center.tell(batch);
            batch.forEach(event -> ids.add(event.id()));
        }
        return ids;
    }

    /** Returns while a relay is at work: some of what waited is gone, and most is still there. */
    private static void awaitProgress(TestCenter center) {
        long waiting = center.unsent();
        Awaitility.await("progress")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> center.unsent() < waiting);
    }

    private static List<Long> shardsByOwner(TestCenter center) {
        return center.jdbc()
                .sql("select count(*) from outbox_lease where owner is not null group by owner")
                .query(Long.class)
                .list();
    }

    private static long tokens(TestCenter center) {
        return center.jdbc()
                .sql("select sum(fencing_token) from outbox_lease")
                .query(Long.class)
                .single();
    }

    private static void print(String what, long events, long begin) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("outbox %s: %d events in %.1f s, %.0f per second%n", what, events, seconds, events / seconds);
    }
}
