package dev.meridian.platform.messaging;

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
