package dev.meridian.platform.messaging.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.Place;
import dev.meridian.platform.messaging.TestCenter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InboxTests {

    private static final String CONSUMER = "test-center.remembering";

    @Test
    void what_nobody_will_repeat_is_forgotten_and_the_rest_is_remembered() {
        try (TestCenter center = TestCenter.telling(Place.fresh())) {
            Inbox inbox = new Inbox(center.jdbc());
            UUID recent = UUID.randomUUID();
            List<UUID> old = Stream.generate(UUID::randomUUID).limit(25_000).toList();
            assertThat(inbox.admit(CONSUMER, List.of(recent))).containsExactly(recent);
            int arrivedLongAgo = center.jdbc()
                    .sql("""
                    insert into inbox (consumer, event_id, received_at)
                    select ?, event_id, clock_timestamp() - interval '31 days' from unnest(?::uuid[]) as event_id
                    """)
                    .param(CONSUMER)
                    .param(old.stream().map(UUID::toString).toArray(String[]::new))
                    .update();
            assertThat(arrivedLongAgo).isEqualTo(old.size());

            assertThat(inbox.forgetOlderThan(Duration.ofDays(30))).isEqualTo(old.size());

            assertThat(inbox.admit(CONSUMER, List.of(recent))).isEmpty();
            assertThat(inbox.admit(CONSUMER, List.of(old.getFirst()))).containsExactly(old.getFirst());
        }
    }
}
