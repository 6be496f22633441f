package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class OutboxRelayTests {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String SILENT = "meridian.messaging.relay.enabled=false";
    private static final String SMALL_BATCHES = "meridian.messaging.relay.batch=48";
    private static final int KEYS = 37;

    /** Far above the 50 ms it takes, and far below an hour. */
    private static final Duration A_SIGNAL = Duration.ofSeconds(10);

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

    /**
     * The relay looks by itself only after an hour. So whatever leaves before that leaves by its signal, and nothing
     * else on its way waits for a clock: each event is sent before the next is appended. How long one takes is the
     * machine's affair; the limit only tells a signal from a look that comes every few seconds.
     */
    @Test
    void what_another_process_appends_leaves_without_waiting_for_a_look_at_the_outbox() {
        Place place = Place.fresh();
        String rarely = "meridian.messaging.relay.poll=1h";
        String longLease = "meridian.messaging.relay.lease=6h";
        try (TestCenter relaying = TestCenter.telling(place, rarely, longLease).withTopics();
                TestCenter other = TestCenter.telling(place, SILENT)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> shardsByOwner(relaying).equals(List.of(16L)));
            Awaitility.await().atMost(PATIENCE).until(() -> listeners(relaying) == 1);
            List<UUID> expected = new ArrayList<>();
            for (int round = 0; round < 20; round++) {
                OutgoingEvent event = TestCenter.note("key-" + round, round);
                other.tell(List.of(event));
                expected.add(event.id());
                other.awaitNothingUnsent(A_SIGNAL);
            }
            TopicContent.of(place, TestCenter.TOPIC).holdsInOrder(expected);
        }
    }

    @Test
    void an_event_that_kafka_will_never_take_is_set_aside_and_can_be_sent_after_all() {
        Place place = Place.fresh();
        try (TestCenter center = TestCenter.telling(place).withTopics()) {
            largestMessage(center, 1_000);
            OutgoingEvent large = TestCenter.note("large", new TestCenter.Note("x".repeat(5_000), 1));
            OutgoingEvent behind = TestCenter.note("large", 2);
            center.tell(List.of(large, behind));
            Awaitility.await().atMost(PATIENCE).until(() -> center.unsent() == 1);
            assertThat(center.jdbc()
                            .sql("select unsendable from outbox where id = ?")
                            .param(large.id())
                            .query(String.class)
                            .single())
                    .contains("RecordTooLarge");
            assertThat(center.meters()
                            .get("meridian.outbox.set.aside")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(TopicContent.of(place, TestCenter.TOPIC).ids())
                    .containsExactly(behind.id().toString());

            largestMessage(center, 1_000_000);
            int again = center.jdbc().sql("update outbox set unsendable = null").update();
            assertThat(again).isEqualTo(1);
            center.awaitNothingUnsent(PATIENCE);
            assertThat(TopicContent.of(place, TestCenter.TOPIC).ids())
                    .containsExactly(behind.id().toString(), large.id().toString());
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

    private static long listeners(TestCenter center) {
        return center.jdbc()
                .sql("select count(*) from pg_stat_activity"
                        + " where datname = current_database() and application_name = 'outbox-listening'")
                .query(Long.class)
                .single();
    }

    private static void largestMessage(TestCenter center, int bytes) {
        ConfigResource topic = new ConfigResource(
                ConfigResource.Type.TOPIC, center.bean(TopicNames.class).onKafka(TestCenter.TOPIC));
        AlterConfigOp change = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
        try (Admin admin = center.bean(KafkaClients.class).admin()) {
            Awaitility.await().atMost(PATIENCE).until(() -> {
                Void done = admin.incrementalAlterConfigs(Map.of(topic, List.of(change)))
                        .all()
                        .get();
                return admin.describeConfigs(List.of(topic))
                        .all()
                        .get()
                        .get(topic)
                        .get("max.message.bytes")
                        .value()
                        .equals(Integer.toString(bytes));
            });
        }
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
