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

    @Test
    void what_was_redriven_is_no_sign_of_a_time_before_sequences_and_that_time_ends() {
        Place place = Place.fresh();
        try (TestCenter center = TestCenter.telling(place)) {
            Inbox inbox = new Inbox(center.jdbc());
            UUID redriven = UUID.randomUUID();
            assertThat(inbox.admit(CONSUMER, List.of(redriven))).containsExactly(redriven);
            assertThat(inbox.remembersAnything(CONSUMER)).isFalse();

            int noted = place.asOwner("""
                    insert into inbox_before_sequences (consumer, last_noted)
                    values ('older', clock_timestamp() - interval '29 days'),
                           ('oldest', clock_timestamp() - interval '31 days')
                    """);
            assertThat(noted).isEqualTo(2);
            assertThat(inbox.remembersAnything("oldest")).isTrue();
            assertThat(inbox.forgetOlderThan(Duration.ofDays(30))).isZero();

            assertThat(inbox.remembersAnything("older")).isTrue();
            assertThat(inbox.remembersAnything("oldest")).isFalse();
        }
    }
}
