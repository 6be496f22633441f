package dev.meridian.platform.messaging.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meridian.platform.kernel.ActiveBrandScope;
import dev.meridian.platform.kernel.Brand;
import dev.meridian.platform.kernel.BrandScope;
import dev.meridian.platform.messaging.DeadLetter;
import dev.meridian.platform.messaging.DeadLetters;
import dev.meridian.platform.messaging.EventSubscription;
import dev.meridian.platform.messaging.KafkaUnavailable;
import dev.meridian.platform.messaging.deadletters.DeadLettersController.DiscardRequest;
import dev.meridian.platform.messaging.deadletters.DeadLettersController.RedriveRequest;
import dev.meridian.platform.problems.ProblemException;
import dev.meridian.platform.problems.ProblemType;
import dev.meridian.platform.problems.StandardProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeadLettersControllerTests {

    private static final DeadLetter LETTER =
            new DeadLetter("read", 0, 7, "consumer", "Failure", Instant.EPOCH, null, null, 0);

    private static final UUID HELD = UUID.randomUUID();

    private final Remembering letters = new Remembering();
    private final List<String> acts = new ArrayList<>();
    private final DeadLettersController controller = new DeadLettersController(
            letters,
            List.of(EventSubscription.ofBatches("consumer", List.of("read"), Set.of("type"), events -> {})),
            (action, subjectKind, subject, before, after) ->
                    acts.add(action + " " + subjectKind + " " + subject + " " + before + " " + after));

    @Test
    void lists_what_waits_on_a_topic_the_center_reads() {
        assertThat(list(BrandScope.group(), "read")).containsExactly(LETTER);
        assertRefused(() -> list(BrandScope.group(), "somebody-elses"), StandardProblem.NOT_FOUND);
    }

    @Test
    void shows_the_events_of_all_brands_to_nobody_but_the_group() {
        for (BrandScope scope : List.of(BrandScope.nothing(), BrandScope.of(new Brand("aurora")))) {
            assertRefused(() -> list(scope, "read"), StandardProblem.FORBIDDEN);
            assertRefused(() -> redrive(scope, new RedriveRequest("read", 1)), StandardProblem.FORBIDDEN);
        }
    }

    @Test
    void redrives_as_many_as_asked_for() {
        assertThat(redrive(new RedriveRequest("read", 3))).isEqualTo(3);
        assertThat(redrive(new RedriveRequest("read", null))).isEqualTo(10_000);
    }

    @Test
    void a_redrive_is_recorded_before_it_begins_and_what_is_refused_is_none() {
        letters.away = true;
        assertRefused(() -> redrive(new RedriveRequest("read", 3)), StandardProblem.CAPABILITY_UNAVAILABLE);
        assertRefused(() -> redrive(new RedriveRequest("other", 1)), StandardProblem.NOT_FOUND);

        assertThat(acts).containsExactly("dead_letters.redriven topic read null {max=3}");
    }

    @Test
    void gives_up_an_event_that_holds_its_key_and_records_who_wanted_it() {
        assertThat(discard(new DiscardRequest("read", "consumer", HELD, null))).isEqualTo(1);
        assertThat(discard(new DiscardRequest("read", "consumer", HELD, true))).isEqualTo(12);
        assertRefused(
                () -> discard(new DiscardRequest("read", "consumer", UUID.randomUUID(), null)),
                StandardProblem.NOT_FOUND);
        assertRefused(() -> discard(new DiscardRequest("other", "consumer", HELD, null)), StandardProblem.NOT_FOUND);
        assertRefused(() -> discard(new DiscardRequest("read", null, HELD, null)), StandardProblem.INVALID_REQUEST);

        assertThat(acts).hasSize(2).first().asString().startsWith("dead_letter.discarded event " + HELD);
    }

    private int discard(DiscardRequest request) {
        return ActiveBrandScope.call(
                BrandScope.group(), () -> controller.discard(request).discarded());
    }

    @Test
    void refuses_what_cannot_be_meant() {
        assertRefused(() -> redrive(new RedriveRequest(null, 3)), StandardProblem.INVALID_REQUEST);
        assertRefused(() -> redrive(new RedriveRequest("read", 0)), StandardProblem.INVALID_REQUEST);
        assertRefused(() -> redrive(new RedriveRequest("read", 10_001)), StandardProblem.INVALID_REQUEST);
        assertRefused(() -> redrive(new RedriveRequest("other", 1)), StandardProblem.NOT_FOUND);
    }

    @Test
    void says_so_while_kafka_is_away() {
        letters.away = true;
        assertRefused(() -> list(BrandScope.group(), "read"), StandardProblem.CAPABILITY_UNAVAILABLE);
        assertRefused(() -> redrive(new RedriveRequest("read", 1)), StandardProblem.CAPABILITY_UNAVAILABLE);
    }

    private List<DeadLetter> list(BrandScope scope, String topic) {
        return ActiveBrandScope.call(scope, () -> controller.list(topic).items());
    }

    private int redrive(RedriveRequest request) {
        return redrive(BrandScope.group(), request);
    }

    private int redrive(BrandScope scope, RedriveRequest request) {
        return ActiveBrandScope.call(scope, () -> controller.redrive(request).redriven());
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

        @Override
        public boolean holds(String topic, String consumer, UUID event) {
            return event.equals(HELD);
        }

        @Override
        public int discard(String topic, String consumer, UUID event, boolean withAllBehind) {
            return event.equals(HELD) ? withAllBehind ? 12 : 1 : 0;
        }

        private void failIfAway() {
            if (away) {
                throw new KafkaUnavailable("away", new IllegalStateException());
            }
        }
    }
}
