package dev.meridian.platform.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.topics.TopicCreation;
import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TopicsTests {

    private static final short AS_THE_BROKER_DOES = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void retention_is_a_setting_per_topic_and_a_changed_one_takes_effect() {
        Place place = Place.fresh();
        try (TestCenter center = TestCenter.telling(place, "meridian.messaging.retention=3d")) {
            awaitRetention(center, Duration.ofDays(3));
        }
        String single = "meridian.messaging.retentions[" + TestCenter.TOPIC + "]=40d";
        try (TestCenter center = TestCenter.telling(place, "meridian.messaging.retention=3d", single)) {
            awaitRetention(center, Duration.ofDays(40));
        }
    }

    /** One broker makes one copy, whoever decides that; so what is looked at is who is asked to decide. */
    @Test
    void how_many_copies_there_are_is_the_brokers_to_say_unless_it_is_set() {
        Place place = Place.fresh();
        try (TestCenter center = TestCenter.telling(place).withTopics()) {
            assertThat(center.bean(TopicCreation.class).wanted().values())
                    .isNotEmpty()
                    .allSatisfy(topic -> assertThat(topic.replicationFactor()).isEqualTo(AS_THE_BROKER_DOES));
        }
        try (TestCenter center = TestCenter.telling(place, "meridian.messaging.replication=3")) {
            assertThat(center.bean(TopicCreation.class).wanted().values())
                    .isNotEmpty()
                    .allSatisfy(topic -> assertThat(topic.replicationFactor()).isEqualTo((short) 3));
        }
    }

    private static void awaitRetention(TestCenter center, Duration expected) {
        ConfigResource topic = new ConfigResource(
                ConfigResource.Type.TOPIC, center.bean(TopicNames.class).onKafka(TestCenter.TOPIC));
        try (Admin admin = center.bean(KafkaClients.class).admin()) {
            Awaitility.await("a retention of " + expected)
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(ExecutionException.class)
                    .until(() -> admin.describeConfigs(List.of(topic))
                            .all()
                            .get()
                            .get(topic)
                            .get("retention.ms")
                            .value()
                            .equals(Long.toString(expected.toMillis())));
        }
    }
}
