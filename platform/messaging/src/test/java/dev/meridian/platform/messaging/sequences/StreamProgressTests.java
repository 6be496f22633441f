package dev.meridian.platform.messaging.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.sequences.StreamProgress.Meaning;
import dev.meridian.platform.messaging.sequences.StreamProgress.Missing;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamProgressTests {

    private static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("meridian.prove.seeds", 200));
    }

    /** The oracle is a set: an event is new when its sequence is not in it, and missing is what lies below the largest. */
    @ParameterizedTest
    @MethodSource("seeds")
    void an_event_is_new_exactly_when_its_sequence_was_never_heard(long seed) {
        Random random = new Random(seed);
        Set<Long> heard = new HashSet<>();
        long last = 0;
        List<Missing> missing = List.of();
        for (int batch = 0; batch < 40; batch++) {
            StreamProgress progress = new StreamProgress(last, missing);
            for (int event = random.nextInt(6); event > 0; event--) {
                long highest = heard.stream().mapToLong(Long::longValue).max().orElse(0);
                long sequence = Math.max(1, highest + 1 - random.nextInt(7) + random.nextInt(5));
                assertThat(progress.hear(sequence))
                        .describedAs("%d after %s", sequence, heard)
                        .isEqualTo(heard.add(sequence) ? Meaning.NEW : Meaning.REPEATED);
            }
            long highest = heard.stream().mapToLong(Long::longValue).max().orElse(0);
            assertThat(progress.last()).isEqualTo(highest);
            assertThat(progress.missing().stream()
                            .flatMapToLong(range -> LongStream.rangeClosed(range.first(), range.last())))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, highest)
                            .filter(sequence -> !heard.contains(sequence))
                            .boxed()
                            .toList());
            assertThat(kept(missing, progress)).containsExactlyInAnyOrderElementsOf(progress.missing());
            last = progress.last();
            missing = progress.missing();
        }
    }

    @Test
    void a_gap_that_the_same_batch_closes_is_not_noticed() {
        StreamProgress progress = new StreamProgress(5, List.of());
        assertThat(progress.hear(8)).isEqualTo(Meaning.NEW);
        assertThat(progress.noticed()).containsExactly(new Missing(6, 7));
        assertThat(progress.hear(6)).isEqualTo(Meaning.NEW);
        assertThat(progress.noticed()).containsExactly(new Missing(7, 7));
        assertThat(progress.hear(7)).isEqualTo(Meaning.NEW);
        assertThat(progress.noticed()).isEmpty();
        assertThat(progress.missing()).isEmpty();
    }

    @Test
    void a_new_epoch_of_the_producer_begins_without_a_gap_and_has_gaps_of_its_own() {
        long epoch = 1_000_000_000_000L;
        StreamProgress progress = new StreamProgress(60, List.of(new Missing(57, 58)));

        assertThat(progress.hear(epoch + 1)).isEqualTo(Meaning.NEW);
        assertThat(progress.noticed()).isEmpty();
        assertThat(progress.hear(epoch + 4)).isEqualTo(Meaning.NEW);
        assertThat(progress.hear(epoch + 1)).isEqualTo(Meaning.REPEATED);
        assertThat(progress.hear(59)).as("of the time before").isEqualTo(Meaning.REPEATED);
        assertThat(progress.missing()).containsExactly(new Missing(57, 58), new Missing(epoch + 2, epoch + 3));

        StreamProgress later = new StreamProgress(0, List.of());
        assertThat(later.hear(2 * epoch + 3)).isEqualTo(Meaning.NEW);
        assertThat(later.missing()).containsExactly(new Missing(2 * epoch + 1, 2 * epoch + 2));
    }

    @Test
    void catching_up_closes_what_is_below_and_never_goes_back() {
        StreamProgress progress = new StreamProgress(9, List.of(new Missing(2, 4), new Missing(6, 8)));
        progress.catchUpTo(7);
        assertThat(progress.last()).isEqualTo(9);
        assertThat(progress.missing()).containsExactly(new Missing(8, 8));
        progress.catchUpTo(20);
        assertThat(progress.last()).isEqualTo(20);
        assertThat(progress.missing()).isEmpty();
    }

    /** What the database holds after the changes were written to what it held before. */
    private static Set<Missing> kept(List<Missing> before, StreamProgress progress) {
        Set<Missing> kept = new HashSet<>(before);
        progress.closed().forEach(kept::remove);
        kept.addAll(progress.opened());
        return kept;
    }
}
