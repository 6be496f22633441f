package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Kafka keeps events for a while; who comes later has to know that there were some. */
class RetentionWatchTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void a_consumer_that_comes_after_kafka_has_dropped_events_hears_of_it() throws Exception {
        Place place = Place.fresh();
        String late = "test-center.late-" + UUID.randomUUID();
        try (TestCenter telling = TestCenter.telling(place).withTopics()) {
            tell(telling, 12);
            dropEverything(telling);
        }
        try (TestCenter reading = reading(place, late)) {
            Awaitility.await("the loss is noticed")
                    .atMost(PATIENCE)
                    .until(() -> TestCenter.dropped().contains(new TestCenter.Dropped(late, TestCenter.TOPIC)));
            tell(reading, 1);
            Effects.await(reading.jdbc(), late, 1);
        }
    }

    @Test
    void a_consumer_that_has_read_what_kafka_dropped_since_misses_nothing() throws Exception {
        Place place = Place.fresh();
        String faithful = "test-center.faithful-" + UUID.randomUUID();
        try (TestCenter before = reading(place, faithful)) {
            tell(before, 12);
            Effects.await(before.jdbc(), faithful, 12);
        }
        try (TestCenter meanwhile = TestCenter.telling(place).withTopics()) {
            dropEverything(meanwhile);
        }
        try (TestCenter again = reading(place, faithful)) {
            tell(again, 1);
            Effects.await(again.jdbc(), faithful, 13);
        }
        assertThat(TestCenter.dropped()).noneMatch(dropped -> dropped.consumer().equals(faithful));
    }

    private static TestCenter reading(Place place, String consumer) {
        return TestCenter.start(
                        place,
                        List.of(running -> EventSubscription.of(
                                consumer,
                                List.of(TestCenter.TOPIC),
                                Map.of(TestCenter.TYPE, event -> Effects.add(running.jdbc(), consumer, event)))))
                .withTopics();
    }

    /** One note each of many keys, so that every partition gets some, and waits until Kafka has them. */
    private static void tell(TestCenter center, int notes) {
        for (int number = 0; number < notes; number++) {
            OutgoingEvent note = TestCenter.note("k" + UUID.randomUUID(), number);
            center.transaction().executeWithoutResult(status -> center.outbox().append(note));
        }
        Awaitility.await("Kafka has them")
                .atMost(PATIENCE)
                .until(() -> center.jdbc()
                                .sql("select count(*) from outbox")
                                .query(Long.class)
                                .single()
                        == 0);
    }

    private static void dropEverything(TestCenter center) throws Exception {
        String topic = center.bean(TopicNames.class).onKafka(TestCenter.TOPIC);
        try (Admin admin = center.bean(KafkaClients.class).admin()) {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (var partition : admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()) {
                ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
            }
            Map<TopicPartition, RecordsToDelete> dropped = new HashMap<>();
            Map<TopicPartition, ListOffsetsResultInfo> found =
                    admin.listOffsets(ends).all().get();
            found.forEach((partition, end) -> dropped.put(partition, RecordsToDelete.beforeOffset(end.offset())));
            Void unused = admin.deleteRecords(dropped).all().get();
        }
    }
}
