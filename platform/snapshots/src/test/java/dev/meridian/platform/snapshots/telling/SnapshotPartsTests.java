package dev.meridian.platform.snapshots.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.platform.messaging.OutgoingEvent;
import dev.meridian.platform.snapshots.Fact;
import dev.meridian.platform.snapshots.Facts;
import dev.meridian.platform.snapshots.Place;
import dev.meridian.platform.snapshots.ToldPart.Covered;
import dev.meridian.platform.snapshots.messages.SnapshotTold;
import dev.meridian.platform.snapshots.messages.SnapshotTold.Stream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotPartsTests {

    private static final UUID RUN = new UUID(1, 1);
    private static final UUID SUBJECT = new UUID(2, 2);
    private static final Instant START = Instant.parse("2026-03-05T11:00:00Z");
    private static final int LARGEST_MESSAGE = 1_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_is_told_comes_once_in_order_in_parts_that_cover_the_facts_without_a_hole(long seed) {
        Random random = new Random(seed);
        List<OutgoingEvent> state = IntStream.range(0, random.nextInt(300))
                .mapToObj(i -> event("s" + i, random))
                .toList();
        List<Fact> facts = IntStream.range(0, random.nextInt(900))
                .mapToObj(i -> new Fact(new Place(START.plusSeconds(i), new UUID(i, 0)), event("f" + i, random)))
                .toList();
        SnapshotParts parts = new SnapshotParts(RUN, SUBJECT, streams(1));
        parts.state(state);
        List<SnapshotTold> told = new ArrayList<>();
        int read = 0;
        int moment = 1;
        do {
            int to = Math.min(facts.size(), read + 200);
            parts.facts(new Facts(facts.subList(read, to), to < facts.size()), streams(moment));
            told.addAll(parts.full());
            read = to;
            moment += random.nextInt(2);
        } while (read < facts.size());
        told.addAll(parts.rest());

        List<String> expected = new ArrayList<>();
        state.forEach(event -> expected.add(event.key()));
        facts.forEach(fact -> expected.add(fact.event().key()));
        assertThat(told.stream().flatMap(part -> part.events().stream()).map(SnapshotTold.Event::key))
                .containsExactlyElementsOf(expected);
        assertThat(told.stream().map(SnapshotTold::number))
                .containsExactlyElementsOf(
                        IntStream.range(0, told.size()).boxed().toList());
        assertThat(told.stream().filter(SnapshotTold::last)).containsExactly(told.getLast());
        assertThat(told.getLast().settled()).isEqualTo(streams(1));
        coversEverything(told, facts);
    }

    @Test
    void a_subject_without_facts_says_that_there_are_none() {
        SnapshotParts parts = new SnapshotParts(RUN, SUBJECT, streams(1));
        parts.state(List.of(event("s", new Random(1))));
        parts.facts(new Facts(List.of(), false), streams(1));
        assertThat(parts.rest()).singleElement().satisfies(part -> {
            assertThat(part.covered()).isEqualTo(new Covered(null, null));
            assertThat(part.last()).isTrue();
        });
    }

    private static void coversEverything(List<SnapshotTold> told, List<Fact> facts) {
        @Nullable Place before = null;
        int at = 0;
        for (SnapshotTold part : told) {
            Covered covered = part.covered();
            int size = part.events().stream()
                    .mapToInt(event -> event.body().length())
                    .sum();
            assertThat(size).isLessThan(LARGEST_MESSAGE);
            long factsHere = part.events().stream()
                    .filter(event -> event.key().startsWith("f"))
                    .count();
            if (covered == null) {
                assertThat(factsHere).isZero();
                continue;
            }
            assertThat(covered.after()).isEqualTo(before);
            at += (int) factsHere;
            before = covered.upTo();
            if (before != null) {
                assertThat(before).isEqualTo(facts.get(at - 1).place());
            }
        }
        assertThat(before).as("the end is covered").isNull();
        assertThat(at).isEqualTo(facts.size());
    }

    private static List<Stream> streams(int sequence) {
        return List.of(new Stream("meridian.test.note", "k", sequence));
    }

    private static OutgoingEvent event(String key, Random random) {
        return new OutgoingEvent(
                "meridian.test.note",
                "meridian.test.note.v1",
                new UUID(random.nextLong(), 0),
                key,
                START,
                null,
                Map.of("text", "x".repeat(random.nextInt(3_000))));
    }
}
