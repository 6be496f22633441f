package dev.meridian.platform.messaging.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meridian.platform.kernel.ProblemException;
import dev.meridian.platform.kernel.ProblemType;
import dev.meridian.platform.kernel.StandardProblem;
import dev.meridian.platform.messaging.DeadLetter;
import dev.meridian.platform.messaging.DeadLetters;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.deadletters.DeadLettersController.RedriveRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeadLettersControllerTests {

    private static final DeadLetter LETTER =
            new DeadLetter("read", 0, 7, "consumer", "Failure", Instant.EPOCH, null, null);

    private final Remembering letters = new Remembering();
    private final DeadLettersController controller = new DeadLettersController(
            letters, List.of(EventSubscription.ofBatches("consumer", List.of("read"), Set.of("type"), events -> {})));

    @Test
    void lists_what_waits_on_a_topic_the_center_reads() {
        assertThat(controller.list("read").items()).containsExactly(LETTER);
        assertRefused(() -> controller.list("somebody-elses"), StandardProblem.NOT_FOUND);
    }

    @Test
    void redrives_as_many_as_asked_for() {
        assertThat(controller.redrive(new RedriveRequest("read", 3)).redriven()).isEqualTo(3);
        assertThat(controller.redrive(new RedriveRequest("read", null)).redriven())
                .isEqualTo(10_000);
    }

    @Test
    void refuses_what_cannot_be_meant() {
        assertRefused(() -> controller.redrive(new RedriveRequest(null, 3)), StandardProblem.INVALID_REQUEST);
        assertRefused(() -> controller.redrive(new RedriveRequest("read", 0)), StandardProblem.INVALID_REQUEST);
        assertRefused(() -> controller.redrive(new RedriveRequest("read", 10_001)), StandardProblem.INVALID_REQUEST);
        assertRefused(() -> controller.redrive(new RedriveRequest("other", 1)), StandardProblem.NOT_FOUND);
    }

    @Test
    void says_so_while_kafka_is_away() {
        letters.away = true;
        assertRefused(() -> controller.list("read"), StandardProblem.CAPABILITY_UNAVAILABLE);
        assertRefused(() -> controller.redrive(new RedriveRequest("read", 1)), StandardProblem.CAPABILITY_UNAVAILABLE);
    }

    private static void assertRefused(ThrowingCallable call, ProblemType expected) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.problem().type()).isEqualTo(expected));
    }

    private static final class Remembering implements DeadLetters {

        private boolean away;

        @Override
        public List<DeadLetter> list(String topic, int max) {
            failIfAway();
            return List.of(LETTER);
        }

        @Override
        public int redrive(String topic, int max) {
            failIfAway();
            return max;
        }

        private void failIfAway() {
            if (away) {
                throw new KafkaUnavailable("away", new IllegalStateException());
            }
        }
    }
}
